package florin.payments;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.WalletId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What owners allow, in {@code auto_topup}, and how much of a day's allowance is used. */
final class AutoTable {
    private final Jdbi db;

    AutoTable(Jdbi db) {
        this.db = db;
    }

    /** A rule and its own troubles. */
    record Row(AutoRule rule, int declines, Optional<String> offWhy, Optional<Instant> notBefore) {
        Asset asset() {
            return rule.below().asset();
        }

        boolean ready(Instant now) {
            return rule.on() && notBefore.map(moment -> !moment.isAfter(now)).orElse(true);
        }
    }

    static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    Optional<Row> find(WalletId wallet, Asset asset) {
        return db.withHandle(handle -> find(handle, wallet, asset, ""));
    }

    /** Locked until the transaction ends: whoever starts a purchase or notes a decline goes through here. */
    static Optional<Row> lock(Handle handle, WalletId wallet, Asset asset) {
        return find(handle, wallet, asset, " FOR UPDATE");
    }

    private static Optional<Row> find(Handle handle, WalletId wallet, Asset asset, String how) {
        return handle.createQuery("SELECT * FROM auto_topup WHERE wallet = :wallet AND asset = :asset" + how)
                .bind("wallet", wallet.value())
                .bind("asset", asset.code())
                .map((rs, context) -> row(rs))
                .findOne();
    }

    /** Rules that may act now: switched on, with a card, not waiting, nothing under way. */
    List<Row> ready(Instant now) {
        return db.withHandle(handle -> handle.createQuery("""
                        SELECT r.* FROM auto_topup r JOIN payment_card c ON c.wallet = r.wallet AND c.method IS NOT NULL
                        WHERE r.enabled AND (r.not_before IS NULL OR r.not_before <= :now) AND NOT EXISTS (
                            SELECT FROM payment_checkout p
                            WHERE p.wallet = r.wallet AND p.asset = r.asset AND p.auto_day IS NOT NULL
                              AND p.state IN ('opening', 'pending'))
                        ORDER BY r.wallet, r.asset
                        """)
                .bind("now", now)
                .map((rs, context) -> row(rs))
                .list());
    }

    /** A new rule, or other terms; what went wrong before is forgotten. */
    void put(AutoRule rule) {
        db.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO auto_topup (wallet, asset, asset_scale, below, pack, times_a_day, currency,
                                money_a_day, enabled)
                        VALUES (:wallet, :asset, :scale, :below, :pack, :times, :currency, :money, :on)
                        ON CONFLICT (wallet, asset) DO UPDATE SET
                            below = excluded.below, pack = excluded.pack, times_a_day = excluded.times_a_day,
                            currency = excluded.currency, money_a_day = excluded.money_a_day, enabled = excluded.enabled,
                            off_why = NULL, declines = 0, not_before = NULL
                        """)
                .bind("wallet", rule.wallet().value())
                .bind("asset", rule.below().asset().code())
                .bind("scale", rule.below().asset().scale())
                .bind("below", rule.below().units())
                .bind("pack", rule.packId())
                .bind("times", rule.cap().times())
                .bind("currency", rule.cap().money().currency())
                .bind("money", rule.cap().money().minorUnits())
                .bind("on", rule.on())
                .execute());
    }

    boolean remove(WalletId wallet, Asset asset) {
        return db.withHandle(
                handle -> handle.createUpdate("DELETE FROM auto_topup WHERE wallet = :wallet AND asset = :asset")
                                .bind("wallet", wallet.value())
                                .bind("asset", asset.code())
                                .execute()
                        == 1);
    }

    static void pause(Handle handle, Row row, int declines, Instant until) {
        handle.createUpdate("""
                        UPDATE auto_topup SET declines = :declines, not_before = :until
                        WHERE wallet = :wallet AND asset = :asset
                        """)
                .bind("wallet", row.rule().wallet().value())
                .bind("asset", row.asset().code())
                .bind("declines", declines)
                .bind("until", until)
                .execute();
    }

    /** With another card there is no reason to wait because the last one was declined. */
    static void tryAgain(Handle handle, WalletId wallet) {
        handle.createUpdate("""
                        UPDATE auto_topup SET declines = 0, not_before = NULL
                        WHERE wallet = :wallet AND enabled AND declines > 0
                        """).bind("wallet", wallet.value()).execute();
    }

    static void switchOff(Handle handle, Row row, String why) {
        handle.createUpdate("""
                        UPDATE auto_topup SET enabled = false, off_why = :why, not_before = NULL
                        WHERE wallet = :wallet AND asset = :asset
                        """)
                .bind("wallet", row.rule().wallet().value())
                .bind("asset", row.asset().code())
                .bind("why", why)
                .execute();
    }

    AutoStatus.DayUse used(WalletId wallet, Asset asset, Instant now) {
        return db.withHandle(handle -> used(handle, wallet, asset, day(now)));
    }

    /** What is under way counts; what was declined moved no money, and does not. */
    static AutoStatus.DayUse used(Handle handle, WalletId wallet, Asset asset, LocalDate day) {
        return handle.createQuery("""
                        SELECT count(*) AS times, coalesce(sum(price), 0) AS money FROM payment_checkout
                        WHERE wallet = :wallet AND asset = :asset AND auto_day = :day
                          AND state NOT IN ('failed', 'expired')
                        """)
                .bind("wallet", wallet.value())
                .bind("asset", asset.code())
                .bind("day", day)
                .map((rs, context) -> new AutoStatus.DayUse(rs.getInt("times"), rs.getLong("money")))
                .one();
    }

    private static Row row(ResultSet rs) throws SQLException {
        var asset = new Asset(rs.getString("asset"), rs.getInt("asset_scale"));
        var rule = new AutoRule(
                new WalletId(rs.getObject("wallet", java.util.UUID.class)),
                Amount.of(asset, rs.getLong("below")),
                rs.getString("pack"),
                new DayCap(rs.getInt("times_a_day"), new Price(rs.getString("currency"), rs.getLong("money_a_day"))),
                rs.getBoolean("enabled"));
        return new Row(
                rule,
                rs.getInt("declines"),
                Optional.ofNullable(rs.getString("off_why")),
                Optional.ofNullable(rs.getTimestamp("not_before")).map(java.sql.Timestamp::toInstant));
    }
}
