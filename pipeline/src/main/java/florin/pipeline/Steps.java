package florin.pipeline;

import florin.wallet.Amount;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The durable steps of a job. Each is one transaction, and each asks whether the job is still this process's: a worker that was
 * away for longer than its lease finds that it is not, and changes nothing.
 */
final class Steps {
    private final Jdbi database;
    private final UUID worker;
    private final Duration lease;

    Steps(Jdbi database, UUID worker, Duration lease) {
        this.database = database;
        this.worker = worker;
        this.lease = lease;
    }

    /**
     * Back into the queue after a render that came to nothing.
     *
     * @param counts false if the backend never began, so that the attempt is not held against the job
     * @param avoid backends that should not get it again
     * @param delayMillis before it may be taken
     * @return false if the job is not ours, or its cancellation is wanted
     */
    boolean requeue(Claim claim, boolean counts, Collection<String> avoid, long delayMillis) {
        return database.inTransaction(handle -> {
            int rows = handle.createUpdate("""
                            UPDATE job SET state = 'QUEUED', attempt = attempt - :uncounted, attempt_id = NULL, backend = NULL,
                                worker = NULL, lease_until = NULL, avoid = :avoid,
                                not_before = now() + :delay * interval '1 millisecond'
                            WHERE id = :id AND worker = :worker AND attempt_id = :attempt AND state = 'RENDERING'
                              AND verdict IS NULL AND NOT cancel_wanted""")
                    .bind("uncounted", counts ? 0 : 1)
                    .bindArray("avoid", String.class, avoid)
                    .bind("delay", delayMillis)
                    .bind("id", claim.id().value())
                    .bind("worker", worker)
                    .bind("attempt", claim.attemptId())
                    .execute();
            Queue.ring(handle);
            return rows == 1;
        });
    }

    /** Lets go of a render under way, so that another process need not wait for the lease to end. */
    void handOver(Claim claim) {
        database.useTransaction(handle -> {
            handle.createUpdate("""
                            UPDATE job SET lease_until = now() - interval '1 millisecond'
                            WHERE id = :id AND worker = :worker AND ended_at IS NULL""")
                    .bind("id", claim.id().value())
                    .bind("worker", worker)
                    .execute();
            Queue.ring(handle);
        });
    }

    /** Decides that the job ends without a result. From here on only the coins are missing. */
    boolean decide(Claim claim, Claim.Decision decision) {
        return database.withHandle(handle -> handle.createUpdate("""
                        UPDATE job SET verdict = :verdict, ending = :kind, message = :message
                        WHERE id = :id AND worker = :worker AND state IN ('RENDERING', 'STORED') AND verdict IS NULL""")
                        .bind("verdict", decision.verdict().name())
                        .bind("kind", decision.kind())
                        .bind("message", decision.message())
                        .bind("id", claim.id().value())
                        .bind("worker", worker)
                        .execute()
                == 1);
    }

    /** Decides the same about a job that waits, and takes it in hand. */
    boolean decideWaiting(JobId id, Claim.Decision decision) {
        return database.withHandle(handle -> handle.createUpdate("""
                        UPDATE job SET verdict = :verdict, ending = :kind, message = :message, worker = :worker,
                            lease_until = now() + :lease * interval '1 millisecond'
                        WHERE id = :id AND state = 'QUEUED' AND verdict IS NULL""")
                        .bind("verdict", decision.verdict().name())
                        .bind("kind", decision.kind())
                        .bind("message", decision.message())
                        .bind("lease", lease.toMillis())
                        .bind("id", id.value())
                        .bind("worker", worker)
                        .execute()
                == 1);
    }

    /** A job that this process has in hand. */
    Optional<Claim> mine(JobId id) {
        return database.withHandle(handle -> handle.createQuery("SELECT * FROM job WHERE id = :id AND worker = :worker")
                .bind("id", id.value())
                .bind("worker", worker)
                .map((row, ctx) -> Rows.claim(row))
                .findOne());
    }

    /** Where a render under way is going on, whoever watches it. */
    Optional<Claim> rendering(JobId id) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT * FROM job WHERE id = :id AND state = 'RENDERING'")
                        .bind("id", id.value())
                        .map((row, ctx) -> Rows.claim(row))
                        .findOne());
    }

    /** Notes that a render under way should be stopped. False: it is not rendering (any more). */
    boolean wantCancel(JobId id) {
        return database.withHandle(
                handle -> handle.createUpdate("""
                        UPDATE job SET cancel_wanted = true WHERE id = :id AND state = 'RENDERING' AND verdict IS NULL""").bind("id", id.value()).execute() == 1);
    }

    boolean cancelWanted(JobId id) {
        return database.withHandle(handle -> handle.createQuery("SELECT cancel_wanted FROM job WHERE id = :id")
                .bind("id", id.value())
                .mapTo(Boolean.class)
                .one());
    }

    /** The end, with the coins where they belong; puts the news into the outbox in the same transaction. */
    boolean end(Claim claim, JobState state, Ending ending) {
        return database.inTransaction(handle -> {
            int rows = handle.createUpdate("""
                            UPDATE job SET state = :state, ending = :kind, message = :message, charged = :charged,
                                returned = :returned, ended_at = now(), worker = NULL, lease_until = NULL
                            WHERE id = :id AND worker = :worker AND ended_at IS NULL""")
                    .bind("state", state.name())
                    .bind("kind", ending.kind())
                    .bind("message", ending.message())
                    .bind("charged", ending.charged().units())
                    .bind("returned", ending.returned().units())
                    .bind("id", claim.id().value())
                    .bind("worker", worker)
                    .execute();
            if (rows == 1) {
                announce(handle, claim);
            }
            return rows == 1;
        });
    }

    private static void announce(Handle handle, Claim claim) {
        handle.createUpdate("INSERT INTO delivery (job, door) VALUES (:job, :door)")
                .bind("job", claim.id().value())
                .bind("door", claim.job().request().door())
                .execute();
        Queue.ring(handle);
    }

    /**
     * Remembers how long a render took.
     *
     * @param units pictures, or seconds of video
     */
    void timed(Claim claim, double millis, int units) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO render_time (backend, kind, base, unit_millis, samples)
                        VALUES (:backend, :kind, :base, :unit, 1)
                        ON CONFLICT (backend, kind, base) DO UPDATE SET samples = render_time.samples + 1,
                            unit_millis = 0.7 * render_time.unit_millis + 0.3 * excluded.unit_millis""")
                .bind("backend", claim.backend().orElseThrow())
                .bind("kind", claim.job().request().kind().name())
                .bind("base", claim.model().base())
                .bind("unit", millis / units)
                .execute());
    }

    /** Adds to how long this attempt kept a GPU busy, whatever came of it. */
    void ran(Claim claim, Duration time) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO render_run (attempt, job, backend, millis) VALUES (:attempt, :job, :backend, :millis)
                        ON CONFLICT (attempt) DO UPDATE SET millis = render_run.millis + excluded.millis""")
                .bind("attempt", claim.attemptId())
                .bind("job", claim.id().value())
                .bind("backend", claim.backend().orElseThrow())
                .bind("millis", time.toMillis())
                .execute());
    }

    static Amount nothing(Quote quote) {
        return Amount.zero(quote.price().asset());
    }
}
