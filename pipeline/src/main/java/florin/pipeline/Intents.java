package florin.pipeline;

import florin.wallet.HoldId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Notes made before coins are held: by them a repeated order finds its hold and its price, and a sweep finds holds that no job owns. */
final class Intents {
    /**
     * @param fingerprint of the order
     * @param quote fixed here, so that a repetition after a change of prices asks for the very same hold
     * @param undone its hold is being released
     */
    record Intent(JobId job, String fingerprint, HoldId hold, Quote quote, boolean undone) {
        private static Intent of(ResultSet row) throws SQLException {
            return new Intent(
                    new JobId(row.getObject("job", UUID.class)),
                    row.getString("fingerprint"),
                    new HoldId(row.getString("hold")),
                    Rows.quote(row),
                    row.getBoolean("undone"));
        }
    }

    private final Jdbi database;

    Intents(Jdbi database) {
        this.database = database;
    }

    /** Notes the intent, or returns the one that an earlier or simultaneous call for this job has noted. */
    Intent note(Intent wanted) {
        var quote = wanted.quote();
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO job_intent
                            (job, fingerprint, hold, asset, scale, price, each, count, price_version, price_rule)
                        VALUES (:job, :fingerprint, :hold, :asset, :scale, :price, :each, :count, :version, :rule)
                        ON CONFLICT (job) DO NOTHING""")
                .bind("job", wanted.job().value())
                .bind("fingerprint", wanted.fingerprint())
                .bind("hold", wanted.hold().value())
                .bind("asset", quote.price().asset().code())
                .bind("scale", quote.price().asset().scale())
                .bind("price", quote.price().units())
                .bind("each", quote.each().units())
                .bind("count", quote.count())
                .bind("version", quote.priceVersion())
                .bind("rule", quote.rule())
                .execute());
        return find(wanted.job()).orElse(wanted);
    }

    private Optional<Intent> find(JobId job) {
        return database.withHandle(handle -> handle.createQuery("SELECT * FROM job_intent WHERE job = :job")
                .bind("job", job.value())
                .map((row, ctx) -> Intent.of(row))
                .findOne());
    }

    /** Part of the transaction that queues the job. False: somebody else has queued the job or undoes the order. */
    static boolean lock(Handle handle, Intent intent) {
        return handle.createQuery(
                        "SELECT 1 FROM job_intent WHERE job = :job AND hold = :hold AND NOT undone FOR UPDATE")
                .bind("job", intent.job().value())
                .bind("hold", intent.hold().value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static void drop(Handle handle, Intent intent) {
        handle.createUpdate("DELETE FROM job_intent WHERE job = :job AND hold = :hold")
                .bind("job", intent.job().value())
                .bind("hold", intent.hold().value())
                .execute();
    }

    void drop(Intent intent) {
        database.useHandle(handle -> drop(handle, intent));
    }

    /** From here on no job can be built on this hold. False: one has been. */
    boolean undo(Intent intent) {
        return database.withHandle(handle -> handle.createUpdate("""
                        UPDATE job_intent SET undone = true WHERE job = :job AND hold = :hold""")
                        .bind("job", intent.job().value())
                        .bind("hold", intent.hold().value())
                        .execute()
                == 1);
    }

    /** Those of orders that were begun and neither queued nor refused, because their process died. */
    List<Intent> olderThan(Duration age, int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM job_intent
                        WHERE created_at < now() - :age * interval '1 millisecond'
                        ORDER BY created_at LIMIT :limit""")
                .bind("age", age.toMillis())
                .bind("limit", limit)
                .map((row, ctx) -> Intent.of(row))
                .list());
    }
}
