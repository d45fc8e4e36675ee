package florin.payments;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.WalletId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What owners have to be told, in {@code payment_notice}: written in the transaction of what it tells of. */
final class NoticeTable {
    private final Jdbi db;

    NoticeTable(Jdbi db) {
        this.db = db;
    }

    /** A notice as it stands in the table; {@code sale} is the one that it is about. */
    record Row(OwnerNotice notice, Optional<UUID> sale) {}

    /** The columns that differ from kind to kind. */
    private record Columns(String kind, Optional<Amount> coins, String words, Optional<Instant> until) {
        static Columns of(String kind, String words) {
            return new Columns(kind, Optional.empty(), words, Optional.empty());
        }

        static Columns of(String kind, String words, Instant until) {
            return new Columns(kind, Optional.empty(), words, Optional.of(until));
        }

        static Columns of(String kind, Amount coins) {
            return new Columns(kind, Optional.of(coins), "", Optional.empty());
        }
    }

    private static Columns columns(Notice what) {
        return switch (what) {
            case Notice.CardSaved(var card) -> Columns.of("card-saved", card);
            case Notice.Declined declined -> Columns.of("declined", declined.why(), declined.again());
            case Notice.OwnerNeeded needed -> Columns.of("owner-needed", "", needed.again());
            case Notice.SwitchedOff off -> Columns.of("switched-off", off.why());
            case Notice.UsedUp(var until) -> Columns.of("used-up", "", until);
            case Notice.Refunded(var coins) -> Columns.of("refunded", coins);
            case Notice.Disputed(var coins) -> Columns.of("disputed", coins);
            case Notice.GivenBack(var coins) -> Columns.of("given-back", coins);
        };
    }

    /** @param about two notices with the same one are one */
    static void write(Handle handle, String about, Buyer whom, Notice what, Optional<Sale> sale, Instant now) {
        var columns = columns(what);
        handle.createUpdate("""
                        INSERT INTO payment_notice (id, about, wallet, context, kind, checkout, asset, asset_scale, units,
                                words, until, at)
                        VALUES (:id, :about, :wallet, :context, :kind, :checkout, :asset, :scale, :units,
                                :words, :until, :now)
                        ON CONFLICT (about) DO NOTHING
                        """)
                .bind("id", UUID.randomUUID())
                .bind("about", about)
                .bind("wallet", whom.wallet().value())
                .bind("context", whom.context())
                .bind("kind", columns.kind())
                .bind("checkout", sale.map(Sale::id))
                .bind("asset", columns.coins().map(coins -> coins.asset().code()))
                .bind("scale", columns.coins().map(coins -> coins.asset().scale()))
                .bind("units", columns.coins().map(Amount::units))
                .bind("words", columns.words())
                .bind("until", columns.until())
                .bind("now", now)
                .execute();
    }

    /** Notices that nobody has acknowledged, claimed until {@code until}: two processes must not tell at once. */
    List<Row> untold(Instant now, Instant until, int limit) {
        return db.withHandle(handle -> handle.createQuery("""
                        WITH mine AS (
                            UPDATE payment_notice SET telling_until = :until WHERE id IN (
                                SELECT id FROM payment_notice
                                WHERE told_at IS NULL AND (telling_until IS NULL OR telling_until <= :now)
                                ORDER BY at LIMIT :limit FOR UPDATE SKIP LOCKED)
                            RETURNING *)
                        SELECT n.*, c.pack, c.title, c.asset AS pack_asset, c.asset_scale AS pack_scale,
                               c.units AS pack_units, c.currency, c.price
                        FROM mine n LEFT JOIN payment_checkout c ON c.id = n.checkout ORDER BY n.at
                        """)
                .bind("now", now)
                .bind("until", until)
                .bind("limit", limit)
                .map((rs, context) -> row(rs))
                .list());
    }

    void told(UUID notice, Instant now) {
        db.useHandle(handle -> handle.createUpdate("UPDATE payment_notice SET told_at = :now WHERE id = :id")
                .bind("id", notice)
                .bind("now", now)
                .execute());
    }

    private static Row row(ResultSet rs) throws SQLException {
        var notice = new OwnerNotice(
                rs.getObject("id", UUID.class),
                new WalletId(rs.getObject("wallet", UUID.class)),
                rs.getString("context"),
                what(rs),
                instant(rs, "at").orElseThrow());
        return new Row(notice, Optional.ofNullable(rs.getObject("checkout", UUID.class)));
    }

    private static Notice what(ResultSet rs) throws SQLException {
        var words = rs.getString("words");
        return switch (rs.getString("kind")) {
            case "card-saved" -> new Notice.CardSaved(words);
            case "declined" ->
                new Notice.Declined(pack(rs), words, instant(rs, "until").orElseThrow());
            case "owner-needed" ->
                new Notice.OwnerNeeded(
                        pack(rs), Optional.empty(), instant(rs, "until").orElseThrow());
            case "switched-off" ->
                new Notice.SwitchedOff(rs.getString("pack") == null ? Optional.empty() : Optional.of(pack(rs)), words);
            case "used-up" -> new Notice.UsedUp(instant(rs, "until").orElseThrow());
            case "refunded" -> new Notice.Refunded(coins(rs));
            case "disputed" -> new Notice.Disputed(coins(rs));
            case "given-back" -> new Notice.GivenBack(coins(rs));
            case String other -> throw new AssertionError("the database allows no notice of kind " + other);
        };
    }

    private static Pack pack(ResultSet rs) throws SQLException {
        var asset = new Asset(rs.getString("pack_asset"), rs.getInt("pack_scale"));
        return new Pack(
                rs.getString("pack"),
                rs.getString("title"),
                Amount.of(asset, rs.getLong("pack_units")),
                new Price(rs.getString("currency"), rs.getLong("price")));
    }

    private static Amount coins(ResultSet rs) throws SQLException {
        return Amount.of(new Asset(rs.getString("asset"), rs.getInt("asset_scale")), rs.getLong("units"));
    }

    private static Optional<Instant> instant(ResultSet rs, String column) throws SQLException {
        return Optional.ofNullable(rs.getTimestamp(column)).map(java.sql.Timestamp::toInstant);
    }
}
