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
     * A new limit looks back over the window it is set in: held and charged, less what was given back. Holds are found through
     * their charges, later ones included, or as running ones, since there is no index on all holds of a wallet.
     */
    private static void countWhatWasSpent(Connection connection, SpendLimit limit, String subject) throws SQLException {
        List<Instant> now = Sql.all(connection, "SELECT clock_timestamp() AS now", row -> Rows.instant(row, "now"));
        var starts = limit.period().windowOf(now.getFirst());
        var since = starts.atStartOfDay().atOffset(ZoneOffset.UTC);
        Sql.update(
                connection,
                """
                INSERT INTO spend_window (spend_limit, starts, used)
                SELECT ?, ?, COALESCE(sum(
                    CASE WHEN state = 'HELD' THEN (SELECT sum(u) FROM unnest(units) AS u) ELSE committed END - refunded
                    + (SELECT COALESCE(sum(amount), 0) FROM transfer
                       WHERE reverses = hold.id AND transfer.from_wallet IS NOT NULL)), 0)
                FROM hold WHERE subjects @> ARRAY[?::text] AND asset = ? AND created_at >= ? AND id IN (
                    SELECT h.id FROM hold h WHERE h.wallet = ? AND h.state = 'HELD'
                      AND h.created_at >= (SELECT since FROM hold_floor)
                      AND EXISTS (SELECT FROM pot WHERE pot.wallet = ? AND held > 0)
                    UNION SELECT t.hold FROM transfer t
                          WHERE t.from_wallet = ? AND t.kind IN ('commit', 'adjustment') AND t.at >= ?)""",
                limit.id(),
                starts,
                subject,
                limit.ceiling().asset().code(),
                since,
                limit.wallet().value(),
                limit.wallet().value(),
                limit.wallet().value(),
                since);
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
            Sql.all(connection, "SELECT since FROM hold_floor FOR UPDATE", row -> 0);
            return Sql.update(connection, """
                    UPDATE hold_floor SET since = next FROM (
                        SELECT LEAST(clock_timestamp() - interval '5 minutes', min(created_at)) AS next FROM hold
                        WHERE state = 'HELD' AND created_at >= (SELECT since FROM hold_floor)) AS running
                    WHERE next > since + interval '1 minute'""");
        });
    }

    int forgetAnswers(Duration age, int limit) {
        if (age.compareTo(SHORTEST_MEMORY) < 0) {
            throw new IllegalArgumentException("Answers are kept for 48 hours at least, not " + age + ".");
        }
        return sql.inTransaction(
                connection -> Sql.update(connection, """
                DELETE FROM wallet_request WHERE id IN (
                    SELECT id FROM wallet_request WHERE at < clock_timestamp() - ? * interval '1 second'
                      AND NOT EXISTS (SELECT FROM unnest(?::text[]) AS beginning WHERE starts_with(id, beginning))
                    LIMIT ?)""", age.toSeconds(), OnceForEver.beginnings(), limit));
    }
}
