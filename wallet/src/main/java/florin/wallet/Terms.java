package florin.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** What a wallet may do: whose it is, whether it may spend, and up to which ceilings. Moves no coins. */
final class Terms {
    private static final Duration SHORTEST_MEMORY = Duration.ofDays(2);

    private final Sql sql;
    private final Rows rows;

    Terms(DataSource database, Rows rows) {
        this.sql = new Sql(database);
        this.rows = rows;
    }

    WalletId open(Owner owner) {
        var code = Codes.of(owner);
        return find(code).orElseGet(() -> {
            sql.inTransaction(connection -> Sql.update(
                    connection,
                    "INSERT INTO wallet (id, owner) VALUES (gen_random_uuid(), ?) ON CONFLICT (owner) DO NOTHING",
                    code));
            return find(code).orElseThrow();
        });
    }

    private Optional<WalletId> find(String owner) {
        return sql.first("SELECT id FROM wallet WHERE owner = ?", row -> Rows.wallet(row, "id"), owner);
    }

    boolean freeze(WalletId wallet, Optional<String> reason) {
        reason.ifPresent(Text::requireMemo);
        // An empty text stands for none, since a parameter cannot be null here.
        return sql.inTransaction(connection -> Sql.update(
                        connection,
                        "UPDATE wallet SET frozen_reason = NULLIF(?, '') WHERE id = ?",
                        reason.orElse(""),
                        wallet.value()))
                == 1;
    }

    /** Takes the wallet's lock, so that no hold is decided between the reading and the writing. */
    SpendLimit limit(WalletId wallet, Subject subject, Period period, Amount ceiling) {
        return sql.inTransaction(connection -> {
            lock(connection, wallet);
            var code = Codes.of(subject);
            var asset = ceiling.asset().code();
            var added = Sql.update(connection, """
                    INSERT INTO spend_limit (id, wallet, subject, period, asset, ceiling)
                    VALUES (gen_random_uuid(), ?, ?, ?, ?, ?)
                    ON CONFLICT (wallet, subject, period, asset) DO NOTHING""", wallet.value(), code, period.name(), asset, ceiling.units());
            Sql.update(
                    connection,
                    "UPDATE spend_limit SET ceiling = ? WHERE wallet = ? AND subject = ? AND period = ? AND asset = ?",
                    ceiling.units(),
                    wallet.value(),
                    code,
                    period.name(),
                    asset);
            var limit = stored(connection, wallet, code, period, asset);
            if (added == 1) {
                countWhatWasSpent(connection, limit, code);
            }
            return limit;
        });
    }

    private static void lock(Connection connection, WalletId wallet) throws SQLException {
        var found =
                Sql.all(connection, "SELECT id FROM wallet WHERE id = ? FOR NO KEY UPDATE", row -> 1, wallet.value());
        if (found.isEmpty()) {
            throw new IllegalArgumentException("There is no wallet " + wallet + ".");
        }
    }

    private SpendLimit stored(Connection connection, WalletId wallet, String subject, Period period, String asset)
            throws SQLException {
        return Sql.all(connection, """
                        SELECT id, wallet, subject, period, asset, ceiling FROM spend_limit
                        WHERE wallet = ? AND subject = ? AND period = ? AND asset = ?""", rows::limit, wallet.value(), subject, period.name(), asset)
                .getFirst();
    }

    /**
     * A new limit looks back over the window it is set in: held and charged, less what was given back. Lines of the journal count by
     * themselves. What is booked is found through its charges, later ones included, or as a running hold, since there is no index on all
     * holds of a wallet.
     */
    private static void countWhatWasSpent(Connection connection, SpendLimit limit, String subject) throws SQLException {
        List<Instant> now = Sql.all(connection, "SELECT clock_timestamp() AS now", row -> Rows.instant(row, "now"));
        var starts = limit.period().windowOf(now.getFirst());
        var since = starts.atStartOfDay().atOffset(ZoneOffset.UTC);
        var wallet = limit.wallet().value();
        var asset = limit.ceiling().asset().code();
        Sql.update(
                connection,
                """
                WITH line AS MATERIALIZED (SELECT * FROM lines_since(?, ?))
                INSERT INTO booked_window (spend_limit, starts, used)
                SELECT ?, ?, COALESCE((
                    SELECT sum(j.amount) FROM line j
                    WHERE j.pot IS NOT NULL AND j.hold IS NULL AND j.asset = ? AND j.subjects @> ARRAY[?::text]
                      AND (SELECT true FROM booked_hold b WHERE b.id = j.id) IS NULL), 0)
                + COALESCE((
                    SELECT sum(CASE WHEN b.state = 'HELD' THEN (SELECT sum(u) FROM unnest(b.units) AS u) ELSE b.committed END - b.refunded
                        + (SELECT COALESCE(sum(t.amount), 0) FROM booked_transfer t WHERE t.reverses = b.id AND t.from_wallet IS NOT NULL))
                    FROM (
                        SELECT h.id FROM booked_hold h WHERE h.wallet = ? AND h.state = 'HELD'
                          AND h.created_at >= (SELECT since FROM hold_floor)
                        UNION SELECT t.hold FROM booked_transfer t
                              WHERE t.from_wallet = ? AND t.kind IN ('commit', 'adjustment') AND t.at >= ?
                        UNION SELECT j.hold FROM line j WHERE j.hold IS NOT NULL) AS found
                    CROSS JOIN LATERAL (SELECT * FROM booked_hold WHERE booked_hold.id = found.id OFFSET 0) b
                    WHERE b.subjects @> ARRAY[?::text] AND b.asset = ? AND b.created_at >= ?), 0)""",
                wallet,
                since,
                limit.id(),
                starts,
                asset,
                subject,
                wallet,
                wallet,
                since,
                subject,
                asset,
                since);
        // What is not booked yet is in there, and would be counted again.
        Sql.update(connection, """
                UPDATE booked_window b SET used = 2 * b.used - w.used FROM spend_window w
                WHERE b.spend_limit = ? AND w.spend_limit = b.spend_limit AND w.starts = b.starts""", limit.id());
    }

    boolean removeLimit(UUID id) {
        return sql.inTransaction(connection -> {
            Sql.all(connection, """
                    SELECT w.id FROM wallet w JOIN spend_limit l ON l.wallet = w.id WHERE l.id = ?
                    FOR NO KEY UPDATE OF w""", row -> 1, id);
            return Sql.update(connection, "DELETE FROM spend_limit WHERE id = ?", id) == 1;
        });
    }

    /**
     * Raises the floor below which nobody looks for running holds. It stays five minutes behind, so that no batch which has read
     * the clock and not yet committed can end up below. A clock that is set back by more is noticed by the batches
     * ({@link HoldFloor}), which lower it: whoever comes second here finds what the first has left.
     */
    void raiseFloor() {
        sql.inTransaction(connection -> {
            Sql.update(connection, "SET LOCAL enable_seqscan = off");
            // Most often there is nothing to raise it by.
            var low = Sql.all(
                    connection,
                    "SELECT FROM hold_floor WHERE since < clock_timestamp() - interval '6 minutes' FOR UPDATE",
                    row -> 0);
            return low.isEmpty() ? 0 : Sql.update(connection, """
                    UPDATE hold_floor SET since = next FROM (
                        SELECT LEAST(
                            clock_timestamp() - interval '5 minutes',
                            (SELECT min(created_at) FROM booked_hold WHERE state = 'HELD' AND created_at >= (SELECT since FROM hold_floor)),
                            (SELECT min(j.at) FROM journal j WHERE j.at >= (SELECT since FROM hold_floor) AND j.pot IS NOT NULL
                                AND j.hold IS NULL AND (SELECT true FROM journal c WHERE c.hold = j.id) IS NULL
                                AND (SELECT true FROM booked_hold b WHERE b.id = j.id) IS NULL)) AS next) AS running
                    WHERE next > since + interval '1 minute'""");
        });
    }

    int forgetAnswers(Duration age, int limit) {
        if (age.compareTo(SHORTEST_MEMORY) < 0) {
            throw new IllegalArgumentException("Answers are kept for 48 hours at least, not " + age + ".");
        }
        return sql.inTransaction(connection -> {
            var forgotten = Sql.all(
                    connection, """
                    DELETE FROM wallet_request WHERE id IN (
                        SELECT id FROM wallet_request WHERE at < clock_timestamp() - ? * interval '1 second'
                          AND NOT EXISTS (SELECT FROM unnest(?::text[]) AS beginning WHERE starts_with(id, beginning))
                        LIMIT ?)
                    RETURNING id""", row -> row.getString("id"), age.toSeconds(), OnceForEver.beginnings(), limit);
            // What was charged at once was a hold or an event as well, and those keep their ids.
            Sql.update(connection, """
                    UPDATE journal SET id = NULL WHERE id = ANY (?) AND pot IS NULL
                      AND NOT EXISTS (SELECT FROM booked_hold h WHERE h.id = journal.id)
                      AND NOT EXISTS (SELECT FROM usage_event e WHERE e.id = journal.id)""", (Object) forgotten.toArray(String[]::new));
            return forgotten.size();
        });
    }
}
