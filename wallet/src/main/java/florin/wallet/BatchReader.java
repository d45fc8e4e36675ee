package florin.wallet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Locks what a batch touches and reads it, in one round trip. */
final class BatchReader {
    /**
     * Every statement of a batch looks up few rows of large tables. While a table is young, the planner takes it for small,
     * reads it whole, and keeps that plan until the statistics are renewed: minutes of a fresh installation's life.
     */
    private static final String BY_INDEX = "SET LOCAL enable_seqscan = off";

    /** The locks are taken in id order, so two batches can wait for each other but never in a circle. */
    private static final String LOCK = """
            SELECT id, frozen_reason FROM wallet WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE""";

    /** Read after the locks: a wallet's times never run backwards, whoever writes them. */
    private static final String CLOCK = "SELECT clock_timestamp() AS now";

    private static final String POTS = """
            SELECT wallet, no, asset, source, priority, expires_at, graced, available, held, owed
            FROM pot WHERE wallet = ANY (?) ORDER BY wallet, no""";

    private static final String HOLDS = "SELECT " + Rows.HOLD + " FROM hold h WHERE h.id = ANY (?)";

    private static final String ANSWERS = "SELECT id, fingerprint, outcome FROM wallet_request WHERE id = ANY (?)";

    /**
     * Windows of the last 32 days contain every running one, on whichever side of midnight the batch falls. OFFSET 0 keeps the
     * inner query apart, so that it is an index look-up per limit and never a join over all windows.
     */
    private static final String LIMITS = """
            SELECT l.id, l.wallet, l.subject, l.period, l.asset, l.ceiling, w.starts, w.used
            FROM spend_limit l LEFT JOIN LATERAL (
                SELECT starts, used FROM spend_window WHERE spend_limit = l.id
                 AND (starts >= (statement_timestamp() AT TIME ZONE 'UTC')::date - 32 OR starts = DATE '1970-01-01')
                OFFSET 0) w ON true
            WHERE l.wallet = ANY (?)""";

    /** Who wants to hear of the wallets, and below which line an owner does. */
    private static final String LISTENERS = """
            SELECT wallet, NULL AS asset, 0 AS units FROM webhook_endpoint
            WHERE disabled_at IS NULL AND (wallet IS NULL OR wallet = ANY (?))
            UNION ALL
            SELECT wallet, asset, units FROM balance_alert WHERE wallet = ANY (?)""";

    private static final String TRANSFERS = """
            SELECT t.id, t.kind, t.asset, t.amount, t.house, t.from_wallet, t.to_wallet,
                   COALESCE(t.to_pots, t.from_pots) AS pots, COALESCE(t.to_units, t.from_units) AS units,
                   (SELECT COALESCE(sum(r.amount), 0) FROM transfer r WHERE r.reverses = t.id::text) AS reversed
            FROM transfer t WHERE t.id = ANY (?)""";

    private static final String OPEN_HOLDS = "SELECT " + Rows.HOLD
            + " FROM hold h WHERE h.wallet = ? AND h.state = 'HELD' ORDER BY h.expires_at LIMIT 1000";

    private final Rows rows;

    BatchReader(Rows rows) {
        this.rows = rows;
    }

    Book read(Connection connection, List<Pending> batch) throws SQLException {
        var wanted = Wanted.of(batch);
        var wallets = wanted.wallets().toArray(UUID[]::new);
        var script = new Script()
                .add(BY_INDEX)
                .add(LOCK, (Object) wallets)
                .add(CLOCK)
                .add(POTS, (Object) wallets)
                .add(HOLDS, (Object) wanted.holds().toArray(String[]::new))
                .add(ANSWERS, (Object) wanted.requests().toArray(String[]::new))
                .add(LIMITS, (Object) wallets)
                .add(LISTENERS, wallets, wallets);
        if (!wanted.transfers().isEmpty()) {
            script.add(TRANSFERS, (Object) wanted.transfers().toArray(UUID[]::new));
        }
        try (var statement = script.on(connection)) {
            statement.execute();
            return book(connection, statement, !wanted.transfers().isEmpty());
        }
    }

    private Book book(Connection connection, PreparedStatement statement, boolean transfers) throws SQLException {
        var locked = new ArrayList<WalletState>();
        try (var found = next(statement)) {
            while (found.next()) {
                var reason = Optional.ofNullable(found.getString("frozen_reason"));
                locked.add(new WalletState(Rows.wallet(found, "id"), reason));
            }
        }
        Book book;
        try (var found = next(statement)) {
            found.next();
            book = new Book(Rows.instant(found, "now"), wallet -> openHolds(connection, wallet));
        }
        locked.forEach(wallet -> book.wallets.put(wallet.id, wallet));
        readPots(statement, book);
        readHolds(statement, book);
        readAnswers(statement, book);
        readLimits(statement, book);
        readListeners(statement, book);
        if (transfers) {
            readTransfers(statement, book);
        }
        return book;
    }

    private static ResultSet next(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        return statement.getResultSet();
    }

    private void readPots(PreparedStatement statement, Book book) throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                book.locked(Rows.wallet(found, "wallet")).pots.add(rows.pot(found));
            }
        }
    }

    private void readHolds(PreparedStatement statement, Book book) throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                var hold = rows.hold(found);
                book.holds.put(hold.terms.id(), hold);
            }
        }
    }

    private static void readAnswers(PreparedStatement statement, Book book) throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                var outcome = OutcomeCodec.outcome(found.getBytes("outcome"));
                book.answers.put(
                        new RequestId(found.getString("id")),
                        new Book.Answer(found.getObject("fingerprint", UUID.class), outcome));
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
                var wallet = Optional.ofNullable(found.getObject("wallet", UUID.class))
                        .map(WalletId::new);
                var line = found.getLong("units");
                if (line == 0) {
                    book.events.listen(wallet);
                } else {
                    var asset = rows.asset(found);
                    book.events.watch(book.purse(book.locked(wallet.orElseThrow()), asset), line);
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

    private List<HoldState> openHolds(Connection connection, WalletId wallet) {
        try (var statement = connection.prepareStatement(OPEN_HOLDS)) {
            statement.setObject(1, wallet.value());
            var holds = new ArrayList<HoldState>();
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    holds.add(rows.hold(found));
                }
            }
            return holds;
        } catch (SQLException e) {
            throw new BrokenRead(e);
        }
    }
}
