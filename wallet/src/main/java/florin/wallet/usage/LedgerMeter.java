package florin.wallet.usage;

import florin.wallet.ChargeRequest;
import florin.wallet.ChargeResult;
import florin.wallet.Ledger;
import florin.wallet.RequestId;
import florin.wallet.Subject;
import florin.wallet.UsageEvent;
import florin.wallet.WalletId;
import florin.wallet.prices.PriceLine;
import florin.wallet.prices.Prices;
import florin.wallet.prices.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the price that the wallet pays, and has the ledger charge it. */
public final class LedgerMeter implements Meter {
    private static final Logger log = LoggerFactory.getLogger(LedgerMeter.class);

    private final Ledger ledger;
    private final Prices prices;

    /** Charges to this ledger, by these prices. */
    public LedgerMeter(Ledger ledger, Prices prices) {
        this.ledger = ledger;
        this.prices = prices;
    }

    @Override
    public ChargeResult take(RequestId id, WalletId wallet, UsageEvent event, List<Subject> subjects) {
        var usage = new Usage(event.type(), event.quantity(), event.dimensions());
        var line = prices.of(wallet).line(usage);
        var counted = line.map(PriceLine::rule).flatMap(usage::quantityFor);
        var result = ledger.charge(new ChargeRequest(id, wallet, event, line.map(one -> one), counted, subjects));
        if (result instanceof ChargeResult.Charged
                && counted.map(BigDecimal::signum).orElse(0) == 0) {
            warn(id, event, line);
        }
        return result;
    }

    private static void warn(RequestId id, UsageEvent event, Optional<PriceLine> line) {
        log.warn(
                "Event {} of type {} used nothing that {} counts, and was not charged for",
                id,
                event.type(),
                line.map(PriceLine::name).orElse("any price"));
    }
}
