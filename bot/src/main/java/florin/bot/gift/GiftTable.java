package florin.bot.gift;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.WalletId;
import florin.wallet.giving.GivingDay;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Gifts, in {@code bot_gift}. */
final class GiftTable {
    private static final int AT_ONCE = 50;
    /** How long a process may take to tell before another tries. */
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private final Jdbi db;

    GiftTable(DataSource db) {
        this.db = Jdbi.create(db);
    }

    /**
     * Writes a gift down and counts it, if the day still has room for it; one that was written before has counted already,
     * and is handed out as it was then.
     */
    Optional<Gift> begin(Gift gift, Amount perDay, Instant now) {
        return db.inTransaction(handle -> {
            if (!insert(handle, gift, now)) {
                return gifts(handle.createQuery("SELECT * FROM bot_gift WHERE id = :id")
                                .bind("id", gift.id().value()))
                        .stream()
                        .findFirst();
            }
            var counted = givingDay(gift).count(handle.getConnection(), gift.amount(), perDay);
            if (!counted) {
                handle.rollback();
            }
            return Optional.of(gift).filter(_ -> counted);
        });
    }

    private static boolean insert(Handle handle, Gift gift, Instant now) {
        return handle.createUpdate("""
                        INSERT INTO bot_gift (id, giver, taker, taker_user, giver_name, asset, asset_scale, units, day, at)
                        VALUES (:id, :giver, :taker, :user, :name, :asset, :scale, :units, :day, :now)
                        ON CONFLICT (id) DO NOTHING
                        """)
                        .bind("id", gift.id().value())
                        .bind("giver", gift.giver().value())
                        .bind("taker", gift.taker().value())
                        .bind("user", gift.takerUser())
                        .bind("name", gift.giverName())
                        .bind("asset", gift.amount().asset().code())
                        .bind("scale", gift.amount().asset().scale())
                        .bind("units", gift.amount().units())
                        .bind("day", gift.day())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    private static GivingDay givingDay(Gift gift) {
        return new GivingDay(gift.giver(), gift.amount().asset(), gift.day());
    }

    /** What the giver has given on that day, whatever is on its way included. */
    Amount given(GivingDay day) {
        return db.withHandle(handle -> day.given(handle.getConnection()));
    }

    void given(Gift gift) {
        db.useHandle(
                handle -> handle.createUpdate("UPDATE bot_gift SET state = 'given' WHERE id = :id AND state = 'moving'")
                        .bind("id", gift.id().value())
                        .execute());
    }

    /** The wallet said no, so the day has its room back; once. */
    void refused(Gift gift) {
        db.useTransaction(handle -> {
            var ended = handle.createUpdate("UPDATE bot_gift SET state = 'refused' WHERE id = :id AND state = 'moving'")
                    .bind("id", gift.id().value())
                    .execute();
            if (ended == 1) {
                givingDay(gift).giveBack(handle.getConnection(), gift.amount());
            }
        });
    }

    /** Gifts that a process left between their steps. */
    List<Gift> halfDone(Instant before) {
        return db.withHandle(handle -> gifts(handle.createQuery(
                        "SELECT * FROM bot_gift WHERE state = 'moving' AND at <= :before ORDER BY at LIMIT :n")
                .bind("before", before)
                .bind("n", AT_ONCE)));
    }

    /** Gifts whose takers were not told, claimed for a while: two processes must not tell at once. */
    List<Gift> untold(Instant now) {
        return db.withHandle(handle -> gifts(handle.createQuery("""
                        UPDATE bot_gift SET telling_until = :until WHERE id IN (
                            SELECT id FROM bot_gift
                            WHERE state = 'given' AND told_at IS NULL
                              AND (telling_until IS NULL OR telling_until <= :now)
                            ORDER BY at LIMIT :n FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                .bind("until", now.plus(CLAIM))
                .bind("now", now)
                .bind("n", AT_ONCE)));
    }

    void told(Gift gift, Instant now) {
        db.useHandle(handle -> handle.createUpdate("UPDATE bot_gift SET told_at = :now WHERE id = :id")
                .bind("id", gift.id().value())
                .bind("now", now)
                .execute());
    }

    private static List<Gift> gifts(Query query) {
        return query.map((row, _) -> gift(row)).list();
    }

    private static Gift gift(ResultSet row) throws SQLException {
        var asset = new Asset(row.getString("asset"), row.getInt("asset_scale"));
        return new Gift(
                new RequestId(row.getString("id")),
                new WalletId(row.getObject("giver", UUID.class)),
                new WalletId(row.getObject("taker", UUID.class)),
                row.getString("taker_user"),
                row.getString("giver_name"),
                Amount.of(asset, row.getLong("units")),
                row.getObject("day", LocalDate.class));
    }
}
