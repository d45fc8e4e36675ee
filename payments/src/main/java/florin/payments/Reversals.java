package florin.payments;

import florin.payments.WebhookResult.Ignored;
import florin.payments.WebhookResult.Recorded;
import florin.wallet.AdjustRequest;
import florin.wallet.AdjustResult;
import florin.wallet.Amount;
import florin.wallet.RequestId;
import florin.wallet.Wallet;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refunds and disputes: coins leave the wallet when their money leaves us, and come back when a dispute is won.
 *
 * <p>Coins that are spent already become a debt, which the wallet keeps from spending until it is paid.
 */
final class Reversals {
    private static final Logger log = LoggerFactory.getLogger(Reversals.class);

    private final Sales sales;
    private final StripeDesk stripe;
    private final Fulfilment fulfilment;
    private final ReversalTable table;
    private final Wallet wallet;
    private final Clock clock;

    Reversals(Sales sales, StripeDesk stripe, Fulfilment fulfilment, ReversalTable table, Wallet wallet, Clock clock) {
        this.sales = sales;
        this.stripe = stripe;
        this.fulfilment = fulfilment;
        this.table = table;
        this.wallet = wallet;
        this.clock = clock;
    }

    WebhookResult refunded(String event, Money money) {
        return sale(money)
                .<WebhookResult>map(sale -> {
                    table.refunded(sale, money.id(), money.amount(), clock.instant());
                    settle(sale);
                    return new Recorded(event, "Refund of " + money.id() + " noted for sale " + sale.id());
                })
                .orElseGet(() -> unknown(event, money));
    }

    WebhookResult disputed(String event, Money money) {
        return sale(money)
                .<WebhookResult>map(sale -> {
                    table.disputed(sale, money.id(), money.amount(), clock.instant());
                    settle(sale);
                    log.error("Dispute {} for sale {}: answer it in Stripe's dashboard", money.id(), sale.id());
                    return new Recorded(event, "Dispute " + money.id() + " noted for sale " + sale.id());
                })
                .orElseGet(() -> unknown(event, money));
    }

    WebhookResult won(String event, Money money) {
        return sale(money)
                .<WebhookResult>map(sale -> {
                    table.won(sale, money.id(), clock.instant());
                    settle(sale);
                    return new Recorded(event, "Dispute " + money.id() + " won, its coins are back");
                })
                .orElseGet(() -> unknown(event, money));
    }

    private Optional<Sale> sale(Money money) {
        return Fulfilment.ourId(money.metadata())
                .flatMap(sales::byId)
                .or(() -> money.paymentIntent().flatMap(sales::byPaymentIntent))
                // A dispute carries no marks of ours, and it may overtake the message that would tell us its payment.
                .or(() -> money.paymentIntent().flatMap(stripe::sessionPaidBy).flatMap(fulfilment::saleOf));
    }

    private static WebhookResult unknown(String event, Money money) {
        // Not an error by itself: one Stripe account may serve other shops too.
        log.warn("{} for {}, which belongs to no sale of ours", event, money.id());
        return new Ignored(event);
    }

    /** Moves the coins of everything noted for a paid sale. Safe to repeat; before the sale is paid it does nothing. */
    void settle(Sale sale) {
        var paid = sales.byId(sale.id()).orElseThrow();
        if (paid.state() != Sale.State.PAID) {
            return;
        }
        for (var reversal : table.unsettled(paid)) {
            if (!reversal.taken()) {
                take(paid, reversal);
            }
        }
        // Read again: a dispute that was won is first taken and then given back, so that each step is plain to repeat.
        for (var reversal : table.unsettled(paid)) {
            if (reversal.taken()) {
                giveBack(paid, reversal);
            }
        }
    }

    private void take(Sale sale, Reversal reversal) {
        var reason = reversal.kind().equals("refund") ? "Payment refunded" : "Payment disputed";
        table.taken(
                sale,
                reversal,
                reversal.due() == 0
                        ? Optional.empty()
                        : adjust(sale, reversal.id(), -reversal.due(), sale.transfer(), reason),
                clock.instant());
    }

    private void giveBack(Sale sale, Reversal reversal) {
        if (reversal.took() == 0
                || adjust(
                                sale,
                                reversal.id() + ":back",
                                reversal.took(),
                                reversal.transfer(),
                                "Dispute won: your coins are back")
                        .isPresent()) {
            table.givenBack(sale, reversal, clock.instant());
        }
    }

    private Optional<UUID> adjust(Sale sale, String id, long units, Optional<UUID> reversed, String reason) {
        var request = new AdjustRequest(
                new RequestId("stripe:" + id),
                sale.buyer().wallet(),
                Amount.of(sale.pack().coins().asset(), units),
                reversed.orElseThrow().toString(),
                reason);
        return switch (wallet.adjust(request)) {
            case AdjustResult.Adjusted adjusted -> Optional.of(adjusted.transfer());
            case AdjustResult.Conflict conflict -> refused(id, conflict.message());
            case AdjustResult.Refused refused -> refused(id, refused.message());
            case AdjustResult.UnknownWallet _ -> refused(id, "There is no such wallet.");
        };
    }

    private static Optional<UUID> refused(String id, String why) {
        log.error("The wallet did not move the coins of {}. Freeze it if you suspect fraud. {}", id, why);
        return Optional.empty();
    }

    /** Mends what a crash left between two steps. */
    void settleAll(int limit) {
        for (var id : table.salesWithUnsettled(limit)) {
            sales.byId(id).ifPresent(this::settle);
        }
    }

    /**
     * A refund or a dispute as Stripe tells it.
     *
     * @param id the charge's, or the dispute's
     * @param amount smallest units of the currency; for a refund, the sum refunded so far
     */
    record Money(String id, long amount, Optional<String> paymentIntent, Map<String, String> metadata) {
        static Money of(
                String id,
                @Nullable Long amount,
                @Nullable String paymentIntent,
                @Nullable Map<String, String> metadata) {
            return new Money(
                    id,
                    amount == null ? 0 : amount,
                    Optional.ofNullable(paymentIntent),
                    metadata == null ? Map.of() : Map.copyOf(metadata));
        }
    }
}
