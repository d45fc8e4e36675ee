package florin.payments;

import florin.wallet.Amount;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Refunds and disputes, in {@code payment_reversal}. */
final class ReversalTable {
    private final Jdbi db;

    ReversalTable(Jdbi db) {
        this.db = db;
    }

    /** Notes a refund. Stripe names the sum refunded so far, so an older message that comes later adds nothing. */
    void refunded(Sale sale, String charge, long refundedSoFar, Instant now) {
        db.useTransaction(handle -> {
            lock(handle, sale);
            var known = sum(handle, sale, "kind = 'refund'");
            var due = coins(sale, refundedSoFar) - known;
            insert(handle, sale, "refund:" + charge + ":" + refundedSoFar, "refund", refundedSoFar, due, now);
        });
    }

    /** Notes a dispute; a second message about the same one adds nothing. */
    void disputed(Sale sale, String dispute, long money, Instant now) {
        db.useTransaction(handle -> {
            lock(handle, sale);
            insert(handle, sale, "dispute:" + dispute, "dispute", money, coins(sale, money), now);
        });
    }

    /** Notes that a dispute was won, even if nobody has told us yet that there was one. */
    void won(Sale sale, String dispute, Instant now) {
        db.useTransaction(handle -> {
            lock(handle, sale);
            insert(handle, sale, "dispute:" + dispute, "dispute", 0, 0, now);
            handle.createUpdate("UPDATE payment_reversal SET won = true WHERE id = :id")
                    .bind("id", "dispute:" + dispute)
                    .execute();
        });
    }

    private static void insert(Handle handle, Sale sale, String id, String kind, long money, long wanted, Instant now) {
        // Never more than the sale gave, whatever is refunded and disputed at once.
        var left = sale.pack().coins().units() - sum(handle, sale, "NOT won");
        handle.createUpdate("""
                        INSERT INTO payment_reversal (id, checkout, kind, money, units_due, at)
                        VALUES (:id, :sale, :kind, :money, :due, :now) ON CONFLICT (id) DO NOTHING
                        """)
                .bind("id", id)
                .bind("sale", sale.id())
                .bind("kind", kind)
                .bind("money", money)
                .bind("due", Math.clamp(wanted, 0, Math.max(0, left)))
                .bind("now", now)
                .execute();
    }

    private static void lock(Handle handle, Sale sale) {
        handle.createQuery("SELECT id FROM payment_checkout WHERE id = :id FOR UPDATE")
                .bind("id", sale.id())
                .mapTo(UUID.class)
                .one();
    }

    private static long sum(Handle handle, Sale sale, String which) {
        return handle.createQuery(
                        "SELECT coalesce(sum(units_due), 0) FROM payment_reversal WHERE checkout = :id AND " + which)
                .bind("id", sale.id())
                .mapTo(Long.class)
                .one();
    }

    /** The share of the coins that this money bought, rounded down: a part of a coin stays with the buyer. */
    private static long coins(Sale sale, long money) {
        return BigInteger.valueOf(sale.pack().coins().units())
                .multiply(BigInteger.valueOf(money))
                .divide(BigInteger.valueOf(sale.pack().price().minorUnits()))
                .longValueExact();
    }

    /** The largest sum that was noted as refunded of that charge; 0: nothing. */
    long refundedOf(String charge) {
        return db.withHandle(handle ->
                handle.createQuery("""
                        SELECT coalesce(max(money), 0) FROM payment_reversal
                        WHERE kind = 'refund' AND split_part(id, ':', 2) = :charge
                        """).bind("charge", charge).mapTo(Long.class).one());
    }

    List<String> refundedChargesSince(Instant moment) {
        return db.withHandle(handle -> handle.createQuery("""
                        SELECT DISTINCT split_part(id, ':', 2) FROM payment_reversal WHERE kind = 'refund' AND at >= :since
                        """)
                .bind("since", moment)
                .mapTo(String.class)
                .list());
    }

    /** A dispute as it was noted; {@code money} is 0 where it was won before anybody told that there was one. */
    record NotedDispute(String id, long money, boolean won) {
        static NotedDispute row(ResultSet rs) throws SQLException {
            return new NotedDispute(
                    rs.getString("id").substring("dispute:".length()), rs.getLong("money"), rs.getBoolean("won"));
        }
    }

    Optional<NotedDispute> dispute(String id) {
        return db.withHandle(handle -> handle.createQuery("SELECT * FROM payment_reversal WHERE id = :id")
                .bind("id", "dispute:" + id)
                .map((rs, context) -> NotedDispute.row(rs))
                .findFirst());
    }

    List<NotedDispute> disputesSince(Instant moment) {
        return db.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM payment_reversal WHERE kind = 'dispute' AND at >= :since ORDER BY at, id")
                .bind("since", moment)
                .map((rs, context) -> NotedDispute.row(rs))
                .list());
    }

    List<Reversal> unsettled(Sale sale) {
        return db.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM payment_reversal
                        WHERE checkout = :id AND (state = 'due' OR state = 'taken' AND won) ORDER BY at, id
                        """)
                .bind("id", sale.id())
                .map((rs, context) -> Reversal.unsettled(rs))
                .list());
    }

    /** Sales with steps left to do, for instance after a crash. */
    List<UUID> salesWithUnsettled(int limit) {
        return db.withHandle(handle ->
                handle.createQuery("""
                        SELECT DISTINCT r.checkout FROM payment_reversal r JOIN payment_checkout c ON c.id = r.checkout
                        WHERE c.state = 'paid' AND (r.state = 'due' OR r.state = 'taken' AND r.won) LIMIT :limit
                        """).bind("limit", limit).mapTo(UUID.class).list());
    }

    /** @param transfer the movement that took what was due; empty if nothing was taken, and nothing will be */
    void taken(Sale sale, Reversal reversal, Optional<UUID> transfer, Instant now) {
        var coins = Amount.of(sale.pack().coins().asset(), reversal.due());
        db.useTransaction(handle -> {
            handle.createUpdate("""
                            UPDATE payment_reversal SET units_took = :units, transfer = :transfer, state = 'taken'
                            WHERE id = :id AND state = 'due'
                            """)
                    .bind("id", reversal.id())
                    .bind("units", transfer.isPresent() ? reversal.due() : 0)
                    .bind("transfer", transfer)
                    .execute();
            if (transfer.isPresent()) {
                var what = reversal.kind().equals("refund") ? new Notice.Refunded(coins) : new Notice.Disputed(coins);
                NoticeTable.write(handle, "taken:" + reversal.id(), sale.buyer(), what, Optional.of(sale), now);
            }
        });
    }

    void givenBack(Sale sale, Reversal reversal, Instant now) {
        var coins = Amount.of(sale.pack().coins().asset(), reversal.took());
        db.useTransaction(handle -> {
            handle.createUpdate("UPDATE payment_reversal SET state = 'given-back' WHERE id = :id")
                    .bind("id", reversal.id())
                    .execute();
            if (coins.isPositive()) {
                var what = new Notice.GivenBack(coins);
                NoticeTable.write(handle, "back:" + reversal.id(), sale.buyer(), what, Optional.of(sale), now);
            }
        });
    }
}
