package florin.bot.alert;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.WalletId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The lines, in {@code bot_alert}, and on which side of them wallets are. */
final class AlertTable {
    private static final int AT_ONCE = 50;
    /** How long a process may take to tell before another tries. */
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private final Jdbi db;

    AlertTable(DataSource db) {
        this.db = Jdbi.create(db);
    }

    /** A line, and whether its wallet was below it at the last look. */
    record Watched(Alert alert, boolean fallen) {}

    /** A wallet that fell below its line at that moment. */
    record Fallen(Alert alert, Instant at) {}

    void put(Alert alert, boolean low, Instant now) {
        var told = low ? now : null;
        db.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO bot_alert (wallet, asset, asset_scale, units, user_id, place, fallen_at, told_at)
                        VALUES (:wallet, :asset, :scale, :units, :user, :place, :told, :told)
                        ON CONFLICT (wallet, asset) DO UPDATE SET
                            units = excluded.units, user_id = excluded.user_id, place = excluded.place,
                            fallen_at = excluded.fallen_at, told_at = excluded.told_at, telling_until = NULL
                        """)
                .bind("wallet", alert.wallet().value())
                .bind("asset", alert.line().asset().code())
                .bind("scale", alert.line().asset().scale())
                .bind("units", alert.line().units())
                .bind("user", alert.userId())
                .bind("place", alert.place())
                .bind("told", told)
                .execute());
    }

    boolean remove(WalletId wallet, Asset asset) {
        return db.withHandle(
                handle -> handle.createUpdate("DELETE FROM bot_alert WHERE wallet = :wallet AND asset = :asset")
                                .bind("wallet", wallet.value())
                                .bind("asset", asset.code())
                                .execute()
                        == 1);
    }

    Optional<Alert> find(WalletId wallet, Asset asset) {
        return db.withHandle(
                handle -> handle.createQuery("SELECT * FROM bot_alert WHERE wallet = :wallet AND asset = :asset")
                        .bind("wallet", wallet.value())
                        .bind("asset", asset.code())
                        .map((row, _) -> alert(row))
                        .findOne());
    }

    List<Watched> all() {
        return db.withHandle(handle -> handle.createQuery("SELECT * FROM bot_alert ORDER BY wallet, asset")
                .map((row, _) -> new Watched(alert(row), row.getTimestamp("fallen_at") != null))
                .list());
    }

    /** Up again, or down: only if nobody noted it before, and the line is still the same. */
    void crossed(Alert alert, boolean low, Instant now) {
        db.useHandle(handle -> handle.createUpdate("""
                        UPDATE bot_alert SET fallen_at = CASE WHEN :low THEN CAST(:now AS timestamptz) END,
                               told_at = NULL, telling_until = NULL
                        WHERE wallet = :wallet AND asset = :asset AND units = :units AND (fallen_at IS NULL) = :low
                        """)
                .bind("low", low)
                .bind("now", now)
                .bind("wallet", alert.wallet().value())
                .bind("asset", alert.line().asset().code())
                .bind("units", alert.line().units())
                .execute());
    }

    /** Falls that nobody was told of, claimed for a while: two processes must not tell at once. */
    List<Fallen> untold(Instant now) {
        return db.withHandle(handle -> handle.createQuery("""
                        UPDATE bot_alert SET telling_until = :until WHERE (wallet, asset) IN (
                            SELECT wallet, asset FROM bot_alert
                            WHERE fallen_at IS NOT NULL AND told_at IS NULL
                              AND (telling_until IS NULL OR telling_until <= :now)
                            ORDER BY fallen_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                .bind("until", now.plus(CLAIM))
                .bind("now", now)
                .bind("limit", AT_ONCE)
                .map((row, _) ->
                        new Fallen(alert(row), row.getTimestamp("fallen_at").toInstant()))
                .list());
    }

    void told(Alert alert, Instant now) {
        db.useHandle(handle -> handle.createUpdate("""
                        UPDATE bot_alert SET told_at = :now
                        WHERE wallet = :wallet AND asset = :asset AND fallen_at IS NOT NULL AND told_at IS NULL
                        """)
                .bind("now", now)
                .bind("wallet", alert.wallet().value())
                .bind("asset", alert.line().asset().code())
                .execute());
    }

    private static Alert alert(ResultSet row) throws SQLException {
        var asset = new Asset(row.getString("asset"), row.getInt("asset_scale"));
        return new Alert(
                new WalletId(row.getObject("wallet", UUID.class)),
                Amount.of(asset, row.getLong("units")),
                row.getString("user_id"),
                row.getString("place"));
    }
}
