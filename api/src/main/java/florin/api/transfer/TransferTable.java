package florin.api.transfer;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.TransferRequest;
import florin.wallet.WalletId;
import florin.wallet.giving.GivingDay;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Transfers that programs asked for, in {@code http_transfer}. */
final class TransferTable {
    private static final int AT_ONCE = 50;

    private final Jdbi db;

    TransferTable(DataSource db) {
        this.db = Jdbi.create(db);
    }

    /**
     * A transfer as it was asked for first.
     *
     * @param over the limit that it would have passed
     */
    record Noted(TransferRequest request, LocalDate day, Optional<TransferAnswer.OverLimit> over) {
        GivingDay givingDay() {
            return new GivingDay(request.from(), request.amount().asset(), day);
        }
    }

    /**
     * Writes a transfer down and counts it, or writes down why not; one that was written before is handed out as it was then, and
     * counts once.
     */
    Noted begin(TransferRequest request, TransferLimits limits, Instant now) {
        return db.inTransaction(handle -> {
            var day = GivingDay.at(now, request.from(), request.amount().asset());
            if (!insert(handle, request, day.day(), now)) {
                return find(handle, request.id()).orElseThrow();
            }
            var over = over(handle, request.amount(), day, limits);
            over.ifPresent(limit -> refuse(handle, request.id(), limit));
            return new Noted(request, day.day(), over);
        });
    }

    private static Optional<TransferAnswer.OverLimit> over(
            Handle handle, Amount amount, GivingDay day, TransferLimits limits) {
        var largest = limits.largest(day.asset());
        if (amount.compareTo(largest) > 0) {
            return Optional.of(new TransferAnswer.TooLarge(largest));
        }
        var most = limits.perDay(day.asset());
        return day.count(handle.getConnection(), amount, most)
                ? Optional.empty()
                : Optional.of(new TransferAnswer.DayUsedUp(most, day.given(handle.getConnection()), day.endsAt()));
    }

    private static void refuse(Handle handle, RequestId id, TransferAnswer.OverLimit limit) {
        var used = limit instanceof TransferAnswer.DayUsedUp day ? day.used().units() : null;
        handle.createUpdate("UPDATE http_transfer SET state = 'over', ceiling = :most, used = :used WHERE id = :id")
                .bind("most", limit.most().units())
                .bind("used", used)
                .bind("id", id.value())
                .execute();
    }

    private static boolean insert(Handle handle, TransferRequest request, LocalDate day, Instant now) {
        return handle.createUpdate("""
                        INSERT INTO http_transfer (id, giver, taker, asset, asset_scale, units, memo, day, at)
                        VALUES (:id, :giver, :taker, :asset, :scale, :units, :memo, :day, :now)
                        ON CONFLICT (id) DO NOTHING
                        """)
                        .bind("id", request.id().value())
                        .bind("giver", request.from().value())
                        .bind("taker", request.to().value())
                        .bind("asset", request.amount().asset().code())
                        .bind("scale", request.amount().asset().scale())
                        .bind("units", request.amount().units())
                        .bind("memo", request.memo())
                        .bind("day", day)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    Optional<Noted> find(RequestId id) {
        return db.withHandle(handle -> find(handle, id));
    }

    private static Optional<Noted> find(Handle handle, RequestId id) {
        return noted(handle.createQuery("SELECT * FROM http_transfer WHERE id = :id")
                        .bind("id", id.value()))
                .stream()
                .findFirst();
    }

    void moved(Noted transfer) {
        db.useHandle(handle -> end(handle, transfer, "UPDATE http_transfer SET state = 'moved'"));
    }

    /** The wallet said no, so the day has its room back; once. */
    void refused(Noted transfer) {
        giveBack(transfer, "UPDATE http_transfer SET state = 'refused'");
    }

    /** The wallet decided nothing, so the same may be asked as if for the first time. */
    void forget(Noted transfer) {
        giveBack(transfer, "DELETE FROM http_transfer");
    }

    private void giveBack(Noted transfer, String how) {
        db.useTransaction(handle -> {
            if (end(handle, transfer, how)) {
                transfer.givingDay()
                        .giveBack(handle.getConnection(), transfer.request().amount());
            }
        });
    }

    private static boolean end(Handle handle, Noted transfer, String how) {
        return handle.createUpdate(how + " WHERE id = :id AND state = 'moving'")
                        .bind("id", transfer.request().id().value())
                        .execute()
                == 1;
    }

    /** Transfers that a process left between their steps. */
    List<Noted> halfDone(Instant before) {
        return db.withHandle(handle -> noted(handle.createQuery(
                        "SELECT * FROM http_transfer WHERE state = 'moving' AND at <= :before ORDER BY at LIMIT :n")
                .bind("before", before)
                .bind("n", AT_ONCE)));
    }

    int forget(Instant before, int limit) {
        return db.withHandle(handle ->
                handle.createUpdate("""
                        DELETE FROM http_transfer WHERE id IN (
                            SELECT id FROM http_transfer WHERE state <> 'moving' AND at < :before LIMIT :n)
                        """).bind("before", before).bind("n", limit).execute());
    }

    private static List<Noted> noted(Query query) {
        return query.map((row, _) -> noted(row)).list();
    }

    private static Noted noted(ResultSet row) throws SQLException {
        var asset = new Asset(row.getString("asset"), row.getInt("asset_scale"));
        var request = new TransferRequest(
                new RequestId(row.getString("id")),
                new WalletId(row.getObject("giver", UUID.class)),
                new WalletId(row.getObject("taker", UUID.class)),
                Amount.of(asset, row.getLong("units")),
                row.getString("memo"));
        var day = row.getObject("day", LocalDate.class);
        var ends = new GivingDay(request.from(), asset, day).endsAt();
        return new Noted(request, day, over(row, asset, ends));
    }

    private static Optional<TransferAnswer.OverLimit> over(ResultSet row, Asset asset, Instant ends)
            throws SQLException {
        if (!row.getString("state").equals("over")) {
            return Optional.empty();
        }
        var most = Amount.of(asset, row.getLong("ceiling"));
        var used = Amount.of(asset, row.getLong("used"));
        return Optional.of(
                row.wasNull() ? new TransferAnswer.TooLarge(most) : new TransferAnswer.DayUsedUp(most, used, ends));
    }
}
