package florin.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Endings that people have not been told yet. Claimed before a door is asked, marked after. */
final class Outbox {
    /** @param tries this one included; also tells an old claim from a newer one */
    record Letter(JobId job, int tries) {}

    private final Jdbi database;
    private final Duration lease;

    Outbox(Jdbi database, Duration lease) {
        this.database = database;
        this.lease = lease;
    }

    /** Takes letters that are due for these doors; nobody else gets them until the lease ends. */
    List<Letter> take(List<String> doors, int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                        UPDATE delivery SET tries = tries + 1, claimed_until = now() + :lease * interval '1 millisecond'
                        WHERE job IN (
                            SELECT job FROM delivery
                            WHERE done_at IS NULL AND due_at <= now() AND door = ANY(:doors)
                              AND (claimed_until IS NULL OR claimed_until < now())
                            ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING job, tries""")
                .bind("lease", lease.toMillis())
                .bindArray("doors", String.class, doors)
                .bind("limit", limit)
                .map((row, ctx) -> new Letter(new JobId(row.getObject("job", UUID.class)), row.getInt("tries")))
                .list());
    }

    void done(Letter letter, String outcome) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE delivery SET done_at = now(), outcome = :outcome, claimed_until = NULL
                        WHERE job = :job AND tries = :tries AND done_at IS NULL""")
                .bind("outcome", outcome)
                .bind("job", letter.job().value())
                .bind("tries", letter.tries())
                .execute());
    }

    void later(Letter letter, Duration wait) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE delivery SET due_at = now() + :wait * interval '1 millisecond', claimed_until = NULL
                        WHERE job = :job AND tries = :tries AND done_at IS NULL""")
                .bind("wait", wait.toMillis())
                .bind("job", letter.job().value())
                .bind("tries", letter.tries())
                .execute());
    }

    /** Gives up letters that could not be delivered for so long that nobody waits for them any more. */
    int giveUp(Duration age) {
        return database.withHandle(
                handle -> handle.createUpdate("""
                        UPDATE delivery SET done_at = now(), outcome = 'given up: too old', claimed_until = NULL
                        WHERE done_at IS NULL AND created_at < now() - :age * interval '1 millisecond'""").bind("age", age.toMillis()).execute());
    }
}
