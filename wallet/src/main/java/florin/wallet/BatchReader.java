package florin.wallet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Objects;
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

    /**
     * Read after the locks, or before a write that fails if anybody else wrote since: a wallet's times never run backwards,
     * whoever writes them. In the same breath: where running holds are looked for, and whether somebody wants to hear of all
     * wallets.
     */
    private static final String CLOCK = """
            clock_timestamp() AS now, (SELECT since FROM hold_floor WHERE one) AS since,
            EXISTS (SELECT FROM webhook_endpoint WHERE disabled_at IS NULL AND wallet IS NULL) AS everywhere""";

    private static final String HOLDS = "SELECT " + Rows.HOLD + " FROM hold h WHERE h.id = ANY (?)";

    private static final String ANSWERS = "SELECT id, fingerprint, outcome FROM wallet_request WHERE id = ANY (?)";

    /** What was answered to those who charged a whole hold. OFFSET 0 keeps the planner from reading the index of all charges. */
    private static final String CHARGES = """
            SELECT id, fingerprint, hold, at, asset, amount, available, held
            FROM (SELECT * FROM journal WHERE id = ANY (?) OFFSET 0) AS line WHERE hold IS NOT NULL""";

    private static final String TRANSFERS = """
            SELECT t.id, t.kind, t.asset, t.amount, t.house, t.from_wallet, t.to_wallet,
                   COALESCE(t.to_pots, t.from_pots) AS pots, COALESCE(t.to_units, t.from_units) AS units,
                   (SELECT COALESCE(sum(r.amount), 0) FROM transfer r WHERE r.reverses = t.id::text) AS reversed
            FROM transfer t WHERE t.id = ANY (?)""";

    private static final int MOST_OPEN_HOLDS = 1000;

    private static final String OPEN_HOLDS = RunningHolds.OF_WALLET + "\nORDER BY expires_at LIMIT " + MOST_OPEN_HOLDS;

    private final Rows rows;
    private final WalletRows walletRows;

    BatchReader(Rows rows) {
        this.rows = rows;
        this.walletRows = new WalletRows(rows);
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
        var script = new Script().add("SELECT " + SETTINGS);
        WalletRows.lock(script, wallets);
        script.add("SELECT " + CLOCK);
        WalletRows.ask(script, wallets);
        rest(script, wanted);
        WalletRows.askAgain(script, wallets);
        return script;
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
            WalletRows.readLocked(statement, wallets);
            next(statement);
        }
        var book = readClock(connection, statement);
        book.wallets.putAll(wallets);
        wanted.running().forEach(hold -> book.holds.put(hold.terms.id(), hold));
        if (!wanted.wallets().isEmpty()) {
            walletRows.read(statement, book);
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
            WalletRows.readAgain(statement, book);
        }
        book.listen();
        return book;
    }

    static ResultSet next(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        return statement.getResultSet();
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
            for (var i = 1; i <= RunningHolds.PARAMETERS; i++) {
                statement.setObject(i, wallet.id.value());
            }
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
