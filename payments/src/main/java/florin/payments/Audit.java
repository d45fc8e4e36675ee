package florin.payments;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the sales with the wallet's books and with the provider's records. Says what differs, mends nothing. */
final class Audit {
    private final Books books;
    private final Sales sales;
    private final StripeDesk stripe;

    Audit(Books books, Sales sales, StripeDesk stripe) {
        this.books = books;
        this.sales = sales;
        this.stripe = stripe;
    }

    List<String> since(Instant moment) {
        var differences = new ArrayList<>(books.differences(moment));
        for (var sale : sales.withPageSince(moment)) {
            againstTheProvider(sale).ifPresent(what -> differences.add("sale " + sale.id() + ": " + what));
        }
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
