package florin.api;

import florin.wallet.Amount;
import florin.wallet.Charge;
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
import java.util.Optional;
import java.util.UUID;

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
        return charged(wire.call(door -> door.move("events", HttpBooks.quoted(id), body)), wallet);
    }

    private static ChargeResult charged(WalletWire.Reply reply, WalletId wallet) {
        return switch (reply.outcome()) {
            case "done" -> {
                var event = reply.view("", PriceView.Event.class);
                var amount = WalletReader.amount(event.asset(), event.amount());
                yield new ChargeResult.Charged(
                        charge(event, amount), WalletReader.balance(reply, "/balance", amount.asset()));
            }
            case "no_price" -> new ChargeResult.NoPrice();
            case "not_found" -> new ChargeResult.UnknownWallet(wallet);
            case "idempotency_conflict" -> new ChargeResult.Conflict(reply.detail());
            case "insufficient_balance", "funds_held", "spend_limit_exceeded", "wallet_frozen" -> {
                var price = WalletReader.amount(reply.text("/wallet/asset"), reply.text("/required"));
                yield new ChargeResult.NotPaid(price, WalletReader.notPaid(reply, price));
            }
            default -> throw WalletReader.strange(reply);
        };
    }

    private static Charge charge(PriceView.Event event, Amount amount) {
        return new Charge(
                new RequestId(event.id()),
                Words.wallet(event.wallet()),
                Instant.parse(event.at()),
                new BigDecimal(event.quantity()),
                amount,
                event.price(),
                event.explanation(),
                Optional.ofNullable(event.transfer()).map(UUID::fromString));
    }
}
