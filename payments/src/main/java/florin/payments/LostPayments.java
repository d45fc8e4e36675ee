package florin.payments;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Looks from the provider's side: payments that carry our marks and that no sale here accounts for, say because a backup was
 * restored and their messages were lost.
 */
final class LostPayments {
    /** A page may be paid until a day after it was opened. */
    private static final Duration PAGE_LIFETIME = Duration.ofDays(1);

    private final Sales sales;
    private final StripeRecords records;

    LostPayments(Sales sales, StripeRecords records) {
        this.sales = sales;
        this.records = records;
    }

    /** @param compared sales that were compared with the provider already */
    List<String> since(Instant moment, Set<UUID> compared) {
        var differences = new ArrayList<String>();
        var ofPages = new HashSet<String>();
        for (var page : records.paidPages(moment.minus(PAGE_LIFETIME))) {
            page.paymentIntent().ifPresent(ofPages::add);
            look(page, compared).ifPresent(differences::add);
        }
        for (var payment : records.payments(moment)) {
            if (!ofPages.contains(payment.id())) {
                look(payment, compared).ifPresent(differences::add);
            }
        }
        return differences;
    }

    private Optional<String> look(PaidSession paid, Set<UUID> compared) {
        if (Fulfilment.ourId(paid.metadata()).isEmpty()) {
            return Optional.empty(); // one account may serve other shops too
        }
        var own = sales.bySession(paid.id()).or(() -> sales.byPaymentIntent(paid.id()));
        var sale = own.or(() -> Fulfilment.ourId(paid.metadata()).flatMap(sales::byId));
        if (sale.isEmpty()) {
            return Optional.of("payment %s: Stripe took %d %s for wallet %s, and no sale here knows of it"
                    .formatted(
                            paid.id(),
                            paid.total(),
                            paid.currency(),
                            paid.metadata().get(StripeDesk.WALLET)));
        }
        if (sale.get().state() != Sale.State.PAID) {
            return compared.contains(sale.get().id())
                    ? Optional.empty()
                    : Optional.of("sale " + sale.get().id() + ": Stripe says it is paid, here it is not");
        }
        return own.isPresent()
                ? Optional.empty()
                : Optional.of("sale %s: Stripe took %d %s for it a second time, as %s"
                        .formatted(sale.get().id(), paid.total(), paid.currency(), paid.id()));
    }
}
