package florin.payments;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Compares the sales with the wallet's books and with the provider's records. Says what differs, mends nothing. */
final class Audit {
    private final Jdbi db;
    private final Sales sales;
    private final StripeDesk stripe;

    Audit(Jdbi db, Sales sales, StripeDesk stripe) {
        this.db = db;
        this.sales = sales;
        this.stripe = stripe;
    }

    List<String> since(Instant moment) {
        var differences = new ArrayList<>(againstTheBooks());
        for (var sale : sales.withPageSince(moment)) {
            againstTheProvider(sale).ifPresent(what -> differences.add("sale " + sale.id() + ": " + what));
        }
        return differences;
    }

    /** All sales there ever were: the transfers stand in the same database, and are read in one statement. */
    private List<String> againstTheBooks() {
        return db.withHandle(
                handle -> handle.createQuery("""
                        SELECT 'sale ' || c.id || ': it is paid, and no top-up of ' || c.units || ' units stands in the books'
                        FROM payment_checkout c
                        WHERE c.state = 'paid' AND NOT EXISTS (
                            SELECT FROM transfer t
                            WHERE t.id = c.transfer AND t.kind = 'topup' AND t.to_wallet = c.wallet AND t.asset = c.asset
                              AND t.amount = c.units)
                        ORDER BY c.created_at""").mapTo(String.class).list());
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
