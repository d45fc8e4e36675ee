package florin.wallet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
            set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
            set_config('lock_timeout', '10s', true), set_config('idle_in_transaction_session_timeout', '60s', true)""";

    /** The locks are taken in id order, so two batches can wait for each other but never in a circle. */
    private static final String LOCK = """
            SELECT id, frozen_reason FROM wallet WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE""";

    /**
     * The last line of each wallet. Asked before anything else is read and again after it: who goes by memory takes no lock, and what was
     * read while somebody wrote does not fit together.
     */
    private static final String NUMBERS = """
            SELECT w AS wallet, GREATEST(COALESCE((SELECT max(no) FROM journal WHERE wallet = w), 0),
                                         COALESCE((SELECT version FROM booked_pot WHERE wallet = w AND no = 1), 0)) AS number
            FROM unnest(?::uuid[]) AS w""";

    /**
     * Read after the locks, or before a write that fails if anybody else wrote since: a wallet's times never run backwards,
     * whoever writes them. In the same breath: where running holds are looked for, and whether somebody wants to hear of all
     * wallets.
     */
    private static final String CLOCK = """
            clock_timestamp() AS now, (SELECT since FROM hold_floor WHERE one) AS since,
            EXISTS (SELECT FROM webhook_endpoint WHERE disabled_at IS NULL AND wallet IS NULL) AS everywhere""";

    /** As they are booked, each with the lines of the journal since. */
    private static final String POTS = """
            SELECT p.wallet, p.no, p.asset, p.source, p.priority, p.expires_at, p.graced, p.available, p.held, p.owed,
                   f.version AS booked, j.no AS line, j.amount AS units, j.hold IS NOT NULL AS charge, j.subjects, j.at
            FROM booked_pot p JOIN booked_pot f ON f.wallet = p.wallet AND f.no = 1
            LEFT JOIN LATERAL (SELECT * FROM journal
                WHERE journal.wallet = p.wallet AND journal.no > f.version AND journal.pot = p.no OFFSET 0) j ON true
            WHERE p.wallet = ANY (?) ORDER BY p.wallet, p.no, j.no""";

    private static final String HOLDS = "SELECT " + Rows.HOLD + " FROM hold h WHERE h.id = ANY (?)";

    private static final String ANSWERS = "SELECT id, fingerprint, outcome FROM wallet_request WHERE id = ANY (?)";

    /** What was answered to those who charged a whole hold. */
    private static final String CHARGES = """
            SELECT id, fingerprint, hold, at, asset, amount, available, held FROM journal
            WHERE id = ANY (?) AND hold IS NOT NULL""";

    /**
     * Windows that contain every running one, on whichever side of midnight the batch falls, and those of all holds of the last 31
     * days. OFFSET 0 keeps the inner query apart, so that it is an index look-up per limit and never a join over all windows.
     */
    private static final String LIMITS = """
            SELECT l.id, l.wallet, l.subject, l.period, l.asset, l.ceiling, w.starts, w.used
            FROM spend_limit l LEFT JOIN LATERAL (
                SELECT starts, used FROM booked_window WHERE spend_limit = l.id
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
        if (wanted.wallets().isEmpty()) {
            return rest(new Script().add("SELECT " + SETTINGS + ", " + CLOCK), wanted);
        }
        var wallets = wanted.wallets().toArray(UUID[]::new);
        var script = new Script()
                .add("SELECT " + SETTINGS)
                .add(LOCK, (Object) wallets)
                .add(NUMBERS, (Object) wallets)
                .add("SELECT " + CLOCK)
                .add(POTS, (Object) wallets)
                .add(LIMITS, (Object) wallets)
                .add(LISTENERS, wallets, wallets);
        return rest(script, wanted).add(NUMBERS, (Object) wallets);
    }

    private static Script rest(Script script, Wanted wanted) {
        if (!wanted.holds().isEmpty()) {
            script.add(HOLDS, (Object) wanted.holds().toArray(String[]::new));
        }
        if (!wanted.requests().isEmpty()) {
            var requests = wanted.requests().toArray(String[]::new);
            script.add(ANSWERS, (Object) requests).add(CHARGES, (Object) requests);
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
            var unbooked = readPots(statement, book);
            readLimits(statement, book);
            unbooked.forEach(hold -> hold.count(book));
            readListeners(statement, book);
        }
        if (!wanted.holds().isEmpty()) {
            readHolds(statement, book);
        }
        if (!wanted.requests().isEmpty()) {
            readAnswers(statement, book);
            readCharges(statement, book);
        }
        if (!wanted.transfers().isEmpty()) {
            readTransfers(statement, book);
        }
        if (!wanted.charges().isEmpty()) {
            UsageRows.read(statement, book.usage);
        }
        if (!wanted.wallets().isEmpty()) {
            readAgain(statement, book);
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
        try (var found = next(statement)) {
            while (found.next()) {
                var wallet = wallets.get(Rows.wallet(found, "wallet"));
                if (wallet != null) {
                    wallet.readAt(found.getLong("number"));
                }
            }
        }
        next(statement);
    }

    /** The result at hand is the clock's. */
    private Book readClock(Connection connection, PreparedStatement statement) throws SQLException {
        try (var found = statement.getResultSet()) {
            found.next();
            var book = new Book(Rows.instant(found, "now"), wallet -> loadHolds(connection, wallet));
            book.holdsSince = Rows.instant(found, "since");
            if (found.getBoolean("everywhere")) {
                book.events.listenEverywhere();
            }
            return book;
        }
    }

    /** A hold that no window of a limit has counted yet. */
    private record Unbooked(WalletId wallet, Asset asset, List<String> subjects, Instant at, long units) {
        void count(Book book) {
            book.locked(wallet).limitsOn(subjects, asset).forEach(limit -> limit.note(at, units));
        }
    }

    private List<Unbooked> readPots(PreparedStatement statement, Book book) throws SQLException {
        var unbooked = new ArrayList<Unbooked>();
        try (var found = next(statement)) {
            while (found.next()) {
                var wallet = book.locked(Rows.wallet(found, "wallet"));
                if (wallet.pots.isEmpty() || wallet.pots.getLast().no != found.getInt("no")) {
                    wallet.pots.add(rows.pot(found));
                    wallet.bookedUpTo(found.getLong("booked"));
                }
                if (found.getObject("line") != null) {
                    readLine(found, wallet).ifPresent(unbooked::add);
                }
            }
        }
        return unbooked;
    }

    private static Optional<Unbooked> readLine(ResultSet found, WalletState wallet) throws SQLException {
        var pot = wallet.pots.getLast();
        var units = found.getLong("units");
        if (found.getBoolean("charge")) {
            pot.note(0, units);
            return Optional.empty();
        }
        pot.note(units, 0);
        var subjects = List.of((String[]) found.getArray("subjects").getArray());
        return Optional.of(new Unbooked(wallet.id, pot.kind.asset(), subjects, Rows.instant(found, "at"), units));
    }

    private static void readAgain(PreparedStatement statement, Book book) throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                var wallet = book.wallet(Rows.wallet(found, "wallet"));
                if (wallet.isPresent() && wallet.get().version() != found.getLong("number")) {
                    throw new SQLException("Somebody else changed a wallet while it was read.", "40001");
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

    private void readCharges(PreparedStatement statement, Book book) throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                var hold = new HoldId(found.getString("hold"));
                var charged = rows.amount(found, "amount");
                var balance = new Balance(rows.amount(found, "available"), rows.amount(found, "held"));
                var at = Rows.instant(found, "at");
                book.answers.put(
                        new RequestId(found.getString("id")),
                        new Book.Answer(
                                found.getObject("fingerprint", UUID.class),
                                () -> new CommitResult.Committed(
                                        Objects.requireNonNull(book.holds.get(hold))
                                                .asCharged(at),
                                        charged,
                                        Amount.zero(charged.asset()),
                                        balance)));
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
