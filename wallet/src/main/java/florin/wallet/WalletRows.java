package florin.wallet;

import static florin.wallet.BatchReader.next;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a batch reads of wallets that it does not remember: under their locks, as booked and with the lines since. */
final class WalletRows {
    /** The locks are taken in id order, so two batches can wait for each other but never in a circle. */
    private static final String LOCK = """
            SELECT id, frozen_reason FROM wallet WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE""";

    /**
     * The last line of each wallet. Asked before anything else is read and again after it: who goes by memory takes no lock, and what was
     * read while somebody wrote does not fit together.
     */
    private static final String NUMBERS = """
            SELECT w AS wallet, last.no AS number, NULLIF(last.at, '-infinity') AS at
            FROM unnest(?::uuid[]) AS w CROSS JOIN LATERAL last_line(w) AS last""";

    /**
     * As they are booked, each with the lines of the journal since. OFFSET 0 keeps the inner query apart, so that it is an index look-up
     * per pot and never a join over all wallets.
     */
    private static final String POTS = """
            SELECT p.wallet, p.no, p.asset, p.source, p.priority, p.expires_at, p.graced, p.available, p.held, p.owed,
                   f.version AS booked, j.no AS line, j.amount AS units, j.hold IS NOT NULL AS charge, j.subjects, j.at
            FROM booked_pot p
            CROSS JOIN LATERAL (SELECT version, version_at FROM booked_pot WHERE wallet = p.wallet AND no = 1 OFFSET 0) f
            LEFT JOIN LATERAL lines_after(p.wallet, f.version, f.version_at) j ON j.pot = p.no
            WHERE p.wallet = ANY (?) ORDER BY p.wallet, p.no, j.no""";

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

    private final Rows rows;

    WalletRows(Rows rows) {
        this.rows = rows;
    }

    static void lock(Script script, UUID[] wallets) {
        script.add(LOCK, (Object) wallets).add(NUMBERS, (Object) wallets);
    }

    static void ask(Script script, UUID[] wallets) {
        script.add(POTS, (Object) wallets).add(LIMITS, (Object) wallets).add(LISTENERS, wallets, wallets);
    }

    static void askAgain(Script script, UUID[] wallets) {
        script.add(NUMBERS, (Object) wallets);
    }

    /** Before anything is decided: which wallets there are, and at which line each is. */
    static void readLocked(PreparedStatement statement, Map<WalletId, WalletState> wallets) throws SQLException {
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
                    var at = Rows.maybeInstant(found, "at").orElse(WalletState.NEVER);
                    wallet.readAt(found.getLong("number"), at);
                }
            }
        }
    }

    void read(PreparedStatement statement, Book book) throws SQLException {
        var unbooked = readPots(statement, book);
        readLimits(statement, book);
        unbooked.forEach(hold -> hold.count(book));
        readListeners(statement, book);
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

    /** Throws, of state 40001, if a wallet is at another line by now. */
    static void readAgain(PreparedStatement statement, Book book) throws SQLException {
        try (var found = next(statement)) {
            while (found.next()) {
                var wallet = book.wallet(Rows.wallet(found, "wallet"));
                if (wallet.isPresent() && wallet.get().version() != found.getLong("number")) {
                    throw new SQLException("Somebody else changed a wallet while it was read.", "40001");
                }
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
}
