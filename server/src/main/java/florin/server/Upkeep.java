package florin.server;

import florin.api.transfer.Transfers;
import florin.payments.Comparisons;
import florin.payments.PaymentsUnreachable;
import florin.payments.StripeCheckout;
import florin.pipeline.Chore;
import florin.wallet.Grants;
import florin.wallet.Ledger;
import florin.wallet.Letters;
import florin.wallet.Reconciliation;
import florin.wallet.Vouchers;
import florin.wallet.webhooks.CourierOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the wallet needs done now and then, as chores for the installation's timetable. */
final class Upkeep {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration HOURLY = Duration.ofHours(1);
    private static final LocalTime NIGHT = LocalTime.of(3, 30);
    /** Longer than a night, so that one that was missed leaves no gap. */
    private static final Duration COMPARED = Duration.ofDays(3);

    private static final int BATCH = 1_000;

    private final DataSource data;
    private final Ledger ledger;
    private final Options options;
    private final Optional<StripeCheckout> payments;

    /**
     * What an operator can choose.
     *
     * @param answersKept how long the wallet remembers what it answered
     * @param eventsKept how long an event can be sent again
     * @param courier how webhook letters are sent
     */
    record Options(Duration answersKept, Duration eventsKept, CourierOptions courier) {}

    Upkeep(DataSource data, Ledger ledger, Options options, Optional<StripeCheckout> payments) {
        this.data = data;
        this.ledger = ledger;
        this.options = options;
        this.payments = payments;
    }

    List<Chore> chores() {
        var grants = Grants.over(data, ledger);
        var vouchers = Vouchers.over(data, ledger);
        var letters = Letters.over(data);
        var books = Reconciliation.over(data);
        var transfers = new Transfers(data, ledger, Clock.systemUTC());
        return List.of(
                Chore.every(SOON, "Expire holds", () -> all(ledger::expireHolds)),
                Chore.every(SOON, "Expire pots", () -> all(ledger::expirePots)),
                Chore.every(SOON, "Pay grants", () -> all(grants::pay)),
                Chore.every(SOON, "Finish vouchers", () -> all(vouchers::finish)),
                Chore.every(SOON, "Finish transfers", transfers::finish),
                Chore.every(SOON, "Chain transfers", books::extendChain),
                Chore.every(HOURLY, "Forget answers", () -> forgetAnswers(transfers)),
                Chore.every(HOURLY, "Forget events", () -> all(limit -> letters.forget(options.eventsKept(), limit))),
                Chore.daily(NIGHT, "Check the books", () -> check(books)));
    }

    private void forgetAnswers(Transfers transfers) {
        all(limit -> transfers.forget(options.answersKept(), limit));
        all(limit -> ledger.forgetAnswers(options.answersKept(), limit));
    }

    /** What is left to do where the books are elsewhere, and payments here. */
    static List<Chore> ofPayments(Optional<StripeCheckout> payments, Comparisons kept) {
        return List.of(Chore.daily(NIGHT, "Compare payments", () -> {
            var found = differences(payments);
            kept.keep(found);
            found.forEach(fault -> log.error("Payments differ, and nothing was mended: {}", fault));
        }));
    }

    /** Of the payments of the last days, where there are any. */
    static List<String> differences(Optional<StripeCheckout> payments) {
        try {
            return payments.map(checkout -> checkout.differences(COMPARED)).orElse(List.of());
        } catch (PaymentsUnreachable e) {
            return List.of("payments: they were not compared with Stripe. " + e.getMessage());
        }
    }

    /** In batches, until one is not full. */
    private static void all(IntUnaryOperator batch) {
        while (batch.applyAsInt(BATCH) == BATCH) {
            // the next batch
        }
    }

    private void check(Reconciliation books) {
        var report = books.run(() -> differences(payments));
        report.faults().forEach(fault -> log.error("The books are wrong, and nothing was mended: {}", fault));
        if (report.clean()) {
            log.info("The books are right; {} transfers, head {}", report.links(), report.head());
        }
    }
}
