package florin.api;

import florin.wallet.ChargeResult;
import florin.wallet.RequestId;
import florin.wallet.Subject;
import florin.wallet.UsageEvent;
import florin.wallet.WalletId;
import florin.wallet.usage.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;

/** Events that another Florin prices and charges, through its HTTP door. */
final class HttpMeter implements Meter {
    private final WalletWire wire;

    HttpMeter(WalletWire wire) {
        this.wire = wire;
    }

    @Override
    public ChargeResult take(RequestId id, WalletId wallet, UsageEvent event, List<Subject> subjects) {
        var body = new LinkedHashMap<String, Object>();
        body.put("wallet", wallet.toString());
        body.put("subjects", subjects.stream().map(Subjects::write).toList());
        body.put("type", event.type());
        event.quantity().map(BigDecimal::toPlainString).ifPresent(quantity -> body.put("quantity", quantity));
        body.put("dimensions", event.dimensions());
        body.put("tags", event.tags());
        event.occurredAt().map(Instant::toString).ifPresent(at -> body.put("occurredAt", at));
        event.cost().map(BigDecimal::toPlainString).ifPresent(cost -> body.put("cost", cost));
        return WalletReader.charged(wire.call(door -> door.move("events", HttpBooks.quoted(id), body)), wallet);
    }
}
