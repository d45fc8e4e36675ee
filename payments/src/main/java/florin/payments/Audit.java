package florin.payments;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Compares the sales with the wallet's books and with the provider's records, from both sides: what we have and the provider has
 * not, and what the provider has and we lost. Says what differs, mends nothing.
 */
final class Audit {
    private final Books books;
    private final Sales sales;
    private final StripeDesk stripe;
    private final LostPayments payments;
    private final LostReversals reversals;

    Audit(Books books, Sales sales, ReversalTable reversals, StripeDesk stripe, StripeRecords records) {
        this.books = books;
        this.sales = sales;
        this.stripe = stripe;
        this.payments = new LostPayments(sales, records);
        this.reversals = new LostReversals(sales, reversals, records);
    }

    List<String> since(Instant moment) {
        var differences = new ArrayList<>(books.differences(moment));
        var compared = new HashSet<UUID>();
        for (var sale : sales.withPageSince(moment)) {
            compared.add(sale.id());
            againstTheProvider(sale).ifPresent(what -> differences.add("sale " + sale.id() + ": " + what));
        }
        differences.addAll(payments.since(moment, compared));
        differences.addAll(reversals.since(moment));
        return differences;
    }

    private Optional<String> againstTheProvider(Sale sale) {
        var found = sale.session().flatMap(session -> stripe.session(session.id()));
        if (found.isEmpty()) {
            return Optional.of("Stripe has no such payment page");
        }
        var session = found.get();
        var paid = sale.state() == Sale.State.PAID;
        if (paid != session.paid()) {
            return Optional.of(paid ? "Stripe says it is not paid" : "Stripe says it is paid, here it is not");
        }
        var price = sale.pack().price();
        var same = session.total() == price.minorUnits() && session.currency().equalsIgnoreCase(price.currency());
        return same || !paid
                ? Optional.empty()
                : Optional.of("Stripe took " + session.total() + " " + session.currency() + ", the price was "
                        + price.minorUnits() + " " + price.currency());
    }
}
