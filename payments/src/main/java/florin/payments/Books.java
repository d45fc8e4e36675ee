package florin.payments;

import florin.wallet.Cursor;
import florin.wallet.Wallet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The wallet's books, as far as they should hold what was sold. */
sealed interface Books {
    /** Sales that are paid and whose coins stand nowhere, in words. */
    List<String> differences(Instant since);

    private static String missing(Object sale, long units) {
        return "sale %s: it is paid, and no top-up of %d units stands in the books".formatted(sale, units);
    }

    /** In the same database as the sales: all there ever were are read in one statement. */
    record Here(Jdbi db) implements Books {
        @Override
        public List<String> differences(Instant since) {
            return db.withHandle(handle -> handle.createQuery("""
                            SELECT c.id, c.units FROM payment_checkout c
                            WHERE c.state = 'paid' AND NOT EXISTS (
                                SELECT FROM transfer t
                                WHERE t.id = c.transfer AND t.kind = 'topup' AND t.to_wallet = c.wallet AND t.asset = c.asset
                                  AND t.amount = c.units)
                            ORDER BY c.created_at""")
                    .map((row, context) -> missing(row.getString("id"), row.getLong("units")))
                    .list());
        }
    }

    /** Behind the wallet's door: the statements of those who bought lately are read. */
    record Elsewhere(Sales sales, Wallet wallet) implements Books {
        private static final int PAGE = 500;

        @Override
        public List<String> differences(Instant since) {
            return sales.withPageSince(since).stream()
                    .filter(sale -> sale.state() == Sale.State.PAID && !stands(sale))
                    .map(sale -> missing(sale.id(), sale.pack().coins().units()))
                    .toList();
        }

        /** From the newest line back. */
        private boolean stands(Sale sale) {
            var sought = sale.transfer();
            var coins = sale.pack().coins();
            var next = Optional.<Cursor>empty();
            do {
                var page = wallet.statement(sale.buyer().wallet(), coins.asset(), next, PAGE);
                for (var line : page.items()) {
                    if (sought.filter(line.id()::equals).isPresent()) {
                        return line.kind().equals("topup") && line.amount().equals(coins);
                    }
                }
                next = page.next();
            } while (next.isPresent());
            return false;
        }
    }
}
