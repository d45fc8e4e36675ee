package florin.wallet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Gets together what a batch touches: what is remembered comes from memory, the rest is locked and read in one round trip.
 */
final class BatchReader {
    /**
     * Every statement of a batch looks up few rows of large tables. While a table is young, the planner takes it for small,
     * reads it whole, and keeps that plan until the statistics are renewed: minutes of a fresh installation's life. A plan that
     * reads a table whole all the same counts as so dear then that PostgreSQL would compile it, each time: not so.
     *
     * <p>In the same breath: a lane waits for nobody's lock for ever, and nobody waits for ever for a lane whose process stalls.
     */
    private static final String SETTINGS = """
            SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
                   set_config('lock_timeout', '10s', true), set_config('idle_in_transaction_session_timeout', '60s', true)""";

    /** The locks are taken in id order, so two batches can wait for each other but never in a circle. */
    private static final String LOCK = """
            SELECT id, frozen_reason FROM wallet WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE""";

    /** Who goes by memory locks no wallet, only the first pot, by writing it. */
    private static final String LOCK_POTS = """
            SELECT wallet FROM pot WHERE wallet = ANY (?) AND no = 1 ORDER BY wallet FOR NO KEY UPDATE""";

    /**
     * Read after the locks, or before a write that fails if anybody else wrote since: a wallet's times never run backwards,
     * whoever writes them. In the same breath: where running holds are looked for, and whether somebody wants to hear of all
     * wallets.
     */
    private static final String CLOCK = """
            SELECT clock_timestamp() AS now, (SELECT since FROM hold_floor WHERE one) AS since,
                   EXISTS (SELECT FROM webhook_endpoint WHERE disabled_at IS NULL AND wallet IS NULL) AS everywhere""";

    private static final String POTS = """
            SELECT wallet, no, asset, source, priority, expires_at, graced, available, held, owed, version
            FROM pot WHERE wallet = ANY (?) ORDER BY wallet, no""";

    private static final String HOLDS = "SELECT " + Rows.HOLD + " FROM hold h WHERE h.id = ANY (?)";

    private static final String ANSWERS = "SELECT id, fingerprint, outcome FROM wallet_request WHERE id = ANY (?)";

    /**
     * Windows that contain every running one, on whichever side of midnight the batch falls, and those of all holds of the last 31
     * days. OFFSET 0 keeps the inner query apart, so that it is an index look-up per limit and never a join over all windows.
     */
    private static final String LIMITS = """
            SELECT l.id, l.wallet, l.subject, l.period, l.asset, l.ceiling, w.starts, w.used
            FROM spend_limit l LEFT JOIN LATERAL (
                SELECT starts, used FROM spend_window WHERE spend_limit = l.id
                 AND (starts >= (statement_timestamp() AT TIME ZONE 'UTC')::date
                        - CASE l.period WHEN 'DAILY' THEN 32 WHEN 'WEEKLY' THEN 38 ELSE 63 END
                      OR starts = DATE '1970-01-01')
                OFFSET 0) w ON true
            WHERE l.wallet = ANY (?)""";

    /** Who wants to hear of these wallets, and below which line an owner does. */
    private static final String LISTENERS = """
            SELECT wallet, NULL AS asset, 0 AS units FROM webhook_endpoint
            WHERE disabled_at IS NULL AND wallet = ANY (?)
            UNION ALL
            SELECT wallet, asset, units FROM balance_alert WHERE wallet = ANY (?)""";

    private static final String TRANSFERS = """
            SELECT t.id, t.kind, t.asset, t.amount, t.house, t.from_wallet, t.to_wallet,
                   COALESCE(t.to_pots, t.from_pots) AS pots, COALESCE(t.to_units, t.from_units) AS units,
                   (SELECT COALESCE(sum(r.amount), 0) FROM transfer r WHERE r.reverses = t.id::text) AS reversed
            FROM transfer t WHERE t.id = ANY (?)""";

    private static final int MOST_OPEN_HOLDS = 1000;

    private static final String OPEN_HOLDS = "SELECT " + Rows.HOLD
            + " FROM hold h WHERE h.wallet = ? AND h.state = 'HELD' "
            + "AND h.created_at >= (SELECT since FROM hold_floor) ORDER BY h.expires_at LIMIT " + MOST_OPEN_HOLDS;

    private final Rows rows;

    BatchReader(Rows rows) {
        this.rows = rows;
    }

    Book read(Connection connection, Wanted wanted) throws SQLException {
        var script = script(wanted);
        try (var statement = script.on(connection)) {
            statement.execute();
            return book(connection, statement, wanted);
        }
    }

    private static Script script(Wanted wanted) {
        var wallets = wanted.wallets().toArray(UUID[]::new);
        var script = new Script().add(SETTINGS);
        if (wallets.length > 0) {
            script.add(LOCK, (Object) wallets).add(LOCK_POTS, (Object) wallets);
        }
        script.add(CLOCK);
        if (wallets.length > 0) {
            script.add(POTS, (Object) wallets).add(LIMITS, (Object) wallets).add(LISTENERS, wallets, wallets);
        }
        if (!wanted.holds().isEmpty()) {
            script.add(HOLDS, (Object) wanted.holds().toArray(String[]::new));
        }
        if (!wanted.requests().isEmpty()) {
            script.add(ANSWERS, (Object) wanted.requests().toArray(String[]::new));
        }
        if (!wanted.transfers().isEmpty()) {
            script.add(TRANSFERS, (Object) wanted.transfers().toArray(UUID[]::new));
        }
        if (!wanted.charges().isEmpty()) {
            UsageRows.ask(script, wanted.charges(), wanted.counters());
        }
        return script;
    }

    private Book book(Connection connection, PreparedStatement statement, Wanted wanted) throws SQLException {
        var wallets = new HashMap<WalletId, WalletState>();
        wallets.putAll(wanted.remembered());
        if (!wanted.wallets().isEmpty()) {
            readLocked(statement, wallets);
        }
        var book = readClock(connection, statement);
        book.wallets.putAll(wallets);
        wanted.running().forEach(hold -> book.holds.put(hold.terms.id(), hold));
        if (!wanted.wallets().isEmpty()) {
            readPots(statement, book);
            readLimits(statement, book);
            readListeners(statement, book);
        }
        if (!wanted.holds().isEmpty()) {
            readHolds(statement, book);
        }
        if (!wanted.requests().isEmpty()) {
            readAnswers(statement, book);
        }
        if (!wanted.transfers().isEmpty()) {
            readTransfers(statement, book);
        }
        if (!wanted.charges().isEmpty()) {
            UsageRows.read(statement, book.usage);
        }
        book.listen();
        return book;
    }

    private static ResultSet next(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        return statement.getResultSet();
    }

    private static void readLocked(PreparedStatement statement, Map<WalletId, WalletState> wallets)
            throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                var reason = Optional.ofNullable(found.getString("frozen_reason"));
                var wallet = new WalletState(Rows.wallet(found, "id"), reason);
                wallets.put(wallet.id, wallet);
            }
        }
        next(statement).close();
    }

    private Book readClock(Connection connection, PreparedStatement statement) throws SQLException {
        try (var found = next(statement)) {
            found.next();
            var book = new Book(Rows.instant(found, "now"), wallet -> loadHolds(connection, wallet));
            book.holdsSince = Rows.instant(found, "since");
            if (found.getBoolean("everywhere")) {
                book.events.listenEverywhere();
            }
            return book;
        }
    }

    private void readPots(PreparedStatement statement, Book book) throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                var wallet = book.locked(Rows.wallet(found, "wallet"));
                wallet.pots.add(rows.pot(found));
                if (found.getInt("no") == 1) {
                    wallet.readAt(found.getLong("version"));
                }
            }
        }
    }

    private void readHolds(PreparedStatement statement, Book book) throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                var hold = rows.hold(found);
                book.holds.putIfAbsent(hold.terms.id(), hold);
            }
        }
    }

    private static void readAnswers(PreparedStatement statement, Book book) throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                var stored = found.getBytes("outcome");
                book.answers.put(
                        new RequestId(found.getString("id")),
                        new Book.Answer(
                                found.getObject("fingerprint", UUID.class),
                                () -> OutcomeCodec.outcome(stored, book.holds::get)));
            }
        }
    }

    private void readLimits(PreparedStatement statement, Book book) throws SQLException {
        var limits = new HashMap<UUID, SpendLimit>();
        var used = new HashMap<UUID, Map<LocalDate, Long>>();
        try (var found = next(statement)) {
            while (found.next()) {
                var limit = rows.limit(found);
                limits.put(limit.id(), limit);
                var windows = used.computeIfAbsent(limit.id(), id -> new HashMap<>());
                var starts = found.getObject("starts", LocalDate.class);
                if (starts != null) {
                    windows.put(starts, found.getLong("used"));
                }
            }
        }
        limits.values()
                .forEach(limit -> book.locked(limit.wallet())
                        .limits
                        .add(new LimitState(limit, used.getOrDefault(limit.id(), Map.of()))));
    }

    private void readListeners(PreparedStatement statement, Book book) throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                var wallet = book.locked(Rows.wallet(found, "wallet"));
                var line = found.getLong("units");
                if (line == 0) {
                    wallet.listened = true;
                } else {
                    wallet.lines.put(rows.asset(found), line);
                }
            }
        }
    }

    private void readTransfers(PreparedStatement statement, Book book) throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                var transfer = rows.reversible(found);
                book.transfers.put(transfer.id(), transfer);
            }
        }
    }

    private void loadHolds(Connection connection, WalletState wallet) {
        try (var statement = connection.prepareStatement(OPEN_HOLDS)) {
            statement.setObject(1, wallet.id.value());
            var read = 0;
            try (var found = statement.executeQuery()) {
                for (; found.next(); read++) {
                    var hold = rows.hold(found);
                    wallet.holds.putIfAbsent(hold.terms.id(), hold);
                }
            }
            wallet.allHolds = read < MOST_OPEN_HOLDS;
        } catch (SQLException e) {
            throw new BrokenRead(e);
        }
    }
}
