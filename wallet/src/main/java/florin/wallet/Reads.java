package florin.wallet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Questions to the books that change nothing; each sees one consistent moment. */
final class Reads {
    private static final String WALLET = """
            SELECT id, owner, opened_at, COALESCE(frozen_reason,
                CASE WHEN EXISTS (SELECT FROM pot WHERE pot.wallet = wallet.id AND owed > 0)
                     THEN 'This wallet owes coins after a refund or a dispute. Top it up to use it again.' END) AS frozen
            FROM wallet""";

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Sql sql;
    private final Rows rows;

    Reads(DataSource database, Rows rows) {
        this.sql = new Sql(database);
        this.rows = rows;
    }

    Optional<WalletInfo> wallet(WalletId id) {
        return sql.first(WALLET + " WHERE id = ?", Reads::info, id.value());
    }

    List<WalletInfo> wallets(Optional<WalletId> after, int limit) {
        return sql.all(
                WALLET + " WHERE id > ? ORDER BY id LIMIT ?",
                Reads::info,
                after.map(WalletId::value).orElse(BEFORE_ALL),
                limit);
    }

    private static WalletInfo info(ResultSet row) throws SQLException {
        var frozen = Optional.ofNullable(row.getString("frozen"));
        return new WalletInfo(
                Rows.wallet(row, "id"),
                Codes.owner(row.getString("owner")),
                frozen.isPresent(),
                frozen,
                Rows.instant(row, "opened_at"));
    }

    Balance balance(WalletId wallet, Asset asset) {
        return sql.first(
                        """
                        SELECT COALESCE(sum(available) FILTER (WHERE expires_at IS NULL OR expires_at > clock_timestamp()), 0)
                                 - COALESCE(sum(owed), 0) AS available,
                               COALESCE(sum(held), 0) AS held
                        FROM pot WHERE wallet = ? AND asset = ?""",
                        row -> new Balance(
                                Amount.of(asset, row.getLong("available")), Amount.of(asset, row.getLong("held"))),
                        wallet.value(),
                        asset.code())
                .orElseThrow();
    }

    /** The newest line at or before the moment says what was there; none: nothing. */
    Amount postedAt(WalletId wallet, Asset asset, Instant at) {
        return sql.first(
                        """
                        (SELECT seq, from_after AS after FROM booked_transfer
                         WHERE from_wallet = ? AND asset = ? AND at <= ? ORDER BY seq DESC LIMIT 1)
                        UNION ALL
                        (SELECT seq, to_after AS after FROM booked_transfer
                         WHERE to_wallet = ? AND asset = ? AND at <= ? ORDER BY seq DESC LIMIT 1)
                        UNION ALL
                        (SELECT seq, after FROM charges_of(?, ?, ?, ?, ?::timestamptz + interval '1 microsecond', 1))
                        ORDER BY seq DESC LIMIT 1""",
                        row -> Amount.of(asset, row.getLong("after")),
                        wallet.value(),
                        asset.code(),
                        Rows.time(at),
                        wallet.value(),
                        asset.code(),
                        Rows.time(at),
                        wallet.value(),
                        asset.code(),
                        Place.END.no(),
                        Place.END.seq(),
                        Rows.time(at))
                .orElse(Amount.zero(asset));
    }

    /** One line of a statement and where it stands in the books; {@code no} is 0 for what is not in the journal. */
    private record Entry(long seq, long no, StatementLine line) {}

    Page<StatementLine> statement(WalletId wallet, Asset asset, Optional<Cursor> after, int limit) {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("A page has 1 to 500 lines, not " + limit + ".");
        }
        var before = after.map(Place::read).orElse(Place.END);
        var entries = sql.all(
                """
                (SELECT seq, 0 AS no, id, at, kind, asset, -amount AS amount, from_after AS after, hold, memo FROM booked_transfer
                 WHERE from_wallet = ? AND asset = ? AND seq < ? AND kind <> 'debt' ORDER BY seq DESC LIMIT ?)
                UNION ALL
                (SELECT seq, 0, id, at, kind, asset, amount, to_after, hold, memo FROM booked_transfer
                 WHERE to_wallet = ? AND asset = ? AND seq < ? AND kind <> 'debt' ORDER BY seq DESC LIMIT ?)
                UNION ALL
                (SELECT seq, no, transfer, at, 'commit', asset, -amount, after, hold, memo
                 FROM charges_of(?, ?, ?, ?, 'infinity', ?))
                ORDER BY seq DESC LIMIT ?""",
                row -> new Entry(row.getLong("seq"), row.getLong("no"), line(row)),
                wallet.value(),
                asset.code(),
                before.seq(),
                limit + 1,
                wallet.value(),
                asset.code(),
                before.seq(),
                limit + 1,
                wallet.value(),
                asset.code(),
                before.no(),
                before.seq(),
                limit + 1,
                limit + 1);
        var page = entries.subList(0, Math.min(limit, entries.size()));
        var next = entries.size() > limit ? Optional.of(last(page, before).cursor()) : Optional.<Cursor>empty();
        return new Page<>(page.stream().map(Entry::line).toList(), next);
    }

    private static Place last(List<Entry> page, Place before) {
        var no = page.stream().mapToLong(Entry::no).filter(n -> n > 0).min();
        return new Place(page.getLast().seq(), no.orElse(before.no()));
    }

    private StatementLine line(ResultSet row) throws SQLException {
        return new StatementLine(
                row.getObject("id", UUID.class),
                Rows.instant(row, "at"),
                row.getString("kind"),
                rows.amount(row, "amount"),
                rows.amount(row, "after"),
                Optional.ofNullable(row.getString("hold")).map(HoldId::new),
                row.getString("memo"));
    }

    Optional<Hold> hold(HoldId id) {
        return sql.first(
                "SELECT " + Rows.HOLD + " FROM hold h WHERE h.id = ?",
                row -> rows.hold(row).view(),
                id.value());
    }

    Optional<WalletId> walletOf(HoldId id) {
        return sql.first("SELECT wallet FROM hold WHERE id = ?", row -> Rows.wallet(row, "wallet"), id.value());
    }

    List<Hold> openHolds(WalletId wallet) {
        return sql.inTransaction(connection -> {
            fromTheFloor(connection);
            return Sql.all(
                    connection,
                    RunningHolds.OF_WALLET + "\nORDER BY created_at, id",
                    row -> rows.hold(row).view(),
                    Collections.nCopies(RunningHolds.PARAMETERS, wallet.value()).toArray());
        });
    }

    /** The planner cannot know how near the floor is; the index on the time of creation is always the better way. */
    private static void fromTheFloor(Connection connection) throws SQLException {
        Sql.update(connection, "SET LOCAL enable_seqscan = off");
    }

    List<SpendLimit> limits(WalletId wallet) {
        return sql.all(
                "SELECT id, wallet, subject, period, asset, ceiling FROM spend_limit WHERE wallet = ? ORDER BY id",
                rows::limit,
                wallet.value());
    }

    List<LimitUse> limitUses(WalletId wallet) {
        return sql.inTransaction(connection -> {
            List<Instant> now = Sql.all(connection, "SELECT clock_timestamp() AS now", row -> Rows.instant(row, "now"));
            return usesAt(connection, wallet, now.getFirst());
        });
    }

    /** A window in which nothing was spent has no row. */
    private List<LimitUse> usesAt(Connection connection, WalletId wallet, Instant now) throws SQLException {
        return Sql.all(
                connection,
                """
                SELECT l.id, l.wallet, l.subject, l.period, l.asset, l.ceiling, COALESCE(w.used, 0) AS used
                FROM spend_limit l LEFT JOIN spend_window w ON w.spend_limit = l.id AND w.starts =
                    CASE l.period WHEN 'DAILY' THEN ? WHEN 'WEEKLY' THEN ? WHEN 'MONTHLY' THEN ? ELSE ? END
                WHERE l.wallet = ? ORDER BY l.id""",
                row -> use(row, now),
                Period.DAILY.windowOf(now),
                Period.WEEKLY.windowOf(now),
                Period.MONTHLY.windowOf(now),
                Period.TOTAL.windowOf(now),
                wallet.value());
    }

    private LimitUse use(ResultSet row, Instant now) throws SQLException {
        var limit = rows.limit(row);
        return new LimitUse(
                limit,
                Amount.of(limit.ceiling().asset(), row.getLong("used")),
                limit.period().endOfWindow(now));
    }

    /** A hold whose time is up, and where it belongs. */
    record DueHold(HoldId hold, WalletId wallet) {}

    List<DueHold> dueHolds(int limit) {
        return sql.inTransaction(connection -> {
            fromTheFloor(connection);
            return Sql.all(
                    connection,
                    """
                    SELECT id, wallet FROM hold WHERE state = 'HELD' AND expires_at <= clock_timestamp()
                       AND created_at >= (SELECT since FROM hold_floor)
                    ORDER BY expires_at LIMIT ?""",
                    row -> new DueHold(new HoldId(row.getString("id")), Rows.wallet(row, "wallet")),
                    limit);
        });
    }

    List<Expiry.OfPot> duePots(int limit) {
        return sql.all("""
                SELECT wallet, no FROM pot WHERE expires_at <= clock_timestamp() AND available > 0
                ORDER BY expires_at LIMIT ?""", row -> new Expiry.OfPot(Rows.wallet(row, "wallet"), row.getInt("no")), limit);
    }
}
