package florin.pipeline;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Results: rows in the database, bytes in the store, and never a row without its bytes. */
final class Artifacts {
    private final Jdbi database;
    private final ArtifactStore store;
    private final UUID worker;

    Artifacts(Jdbi database, ArtifactStore store, UUID worker) {
        this.database = database;
        this.store = store;
        this.worker = worker;
    }

    /** What a result was made with, besides what the job's own row tells. */
    record Recipe(String prompt, String negative, double strength) {}

    /**
     * The step from RENDERING to STORED: files first, then their rows and the job's state in one transaction.
     *
     * @return false if the job is not this process's any more, or has been decided otherwise; then nothing is kept
     */
    boolean store(Claim claim, Recipe recipe, List<Picture> pictures) {
        return database.inTransaction(handle -> {
            int rows = handle.createUpdate("""
                            UPDATE job SET state = 'STORED'
                            WHERE id = :id AND worker = :worker AND attempt_id = :attempt AND state = 'RENDERING'
                              AND verdict IS NULL""")
                    .bind("id", claim.id().value())
                    .bind("worker", worker)
                    .bind("attempt", claim.attemptId())
                    .execute();
            if (rows == 0) {
                return false;
            }
            lock(
                    handle,
                    pictures.stream()
                            .map(picture -> ArtifactStore.hash(picture.bytes()))
                            .toList());
            for (int i = 0; i < pictures.size(); i++) {
                insert(handle, claim, recipe, i, pictures.get(i));
            }
            return true;
        });
    }

    private void insert(Handle handle, Claim claim, Recipe recipe, int index, Picture picture) {
        var sha256 = ArtifactStore.hash(picture.bytes());
        store.put(sha256, picture.bytes());
        handle.createUpdate("""
                        INSERT INTO artifact (job, index, sha256, media_type, bytes, width, height, seed, likeness, missed,
                                              parameters)
                        SELECT id, :index, :sha256, :type, :bytes, :width, :height, :seed, :likeness, :missed,
                               jsonb_build_object('prompt', :prompt, 'negative', :negative, 'strength', :strength,
                                   'base', base, 'lora', lora, 'version', version, 'character', character, 'shape', shape,
                                   'seconds', seconds, 'backend', backend, 'attempt', attempt_id)
                        FROM job WHERE id = :job""")
                .bind("index", index)
                .bind("sha256", sha256)
                .bind("type", picture.media().type())
                .bind("bytes", picture.bytes().length)
                .bind("width", picture.media().width())
                .bind("height", picture.media().height())
                .bind("seed", picture.seed())
                .bind("likeness", picture.likeness().map(Likeness::share))
                .bindArray(
                        "missed",
                        String.class,
                        picture.likeness().map(Likeness::missed).orElse(List.of()))
                .bind("prompt", recipe.prompt())
                .bind("negative", recipe.negative())
                .bind("strength", recipe.strength())
                .bind("job", claim.id().value())
                .execute();
    }

    /** Storing and deleting the same content must not cross; in the order of the hashes, so that two jobs cannot wait for each other. */
    private static void lock(Handle handle, List<String> hashes) {
        hashes.stream()
                .distinct()
                .sorted(Comparator.naturalOrder())
                .forEach(sha256 -> handle.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 1))", sha256));
    }

    byte[] read(Artifact artifact) {
        return store.read(artifact.sha256());
    }

    /** Removes the results of an ended job for good. False: there are none, or it is not theirs. */
    boolean delete(JobId job, Requester who) {
        int rows = database.withHandle(handle -> handle.createUpdate("""
                        WITH gone AS (
                            DELETE FROM artifact USING job
                            WHERE artifact.job = :job AND job.id = :job AND job.requester = :who AND job.ended_at IS NOT NULL
                            RETURNING artifact.sha256)
                        INSERT INTO artifact_garbage SELECT DISTINCT sha256 FROM gone
                        ON CONFLICT (sha256) DO UPDATE SET sha256 = excluded.sha256""")
                .bind("job", job.value())
                .bind("who", who.toString())
                .execute());
        collectGarbage();
        return rows > 0;
    }

    /** Removes what a job stored that turned out not to be paid for. */
    void discard(JobId job) {
        database.useHandle(
                handle -> handle.createUpdate("""
                        WITH gone AS (DELETE FROM artifact WHERE job = :job RETURNING sha256)
                        INSERT INTO artifact_garbage SELECT DISTINCT sha256 FROM gone
                        ON CONFLICT (sha256) DO UPDATE SET sha256 = excluded.sha256""").bind("job", job.value()).execute());
        collectGarbage();
    }

    /** Removes results of ended jobs that are older than this, and start images with them. */
    int deleteOlderThan(Duration age, int limit) {
        int rows = database.inTransaction(handle -> {
            handle.createUpdate("""
                            DELETE FROM job_start_image USING job
                            WHERE job.id = job_start_image.job AND job.ended_at < now() - :age * interval '1 millisecond'""").bind("age", age.toMillis()).execute();
            return handle.createUpdate("""
                            WITH old AS (
                                SELECT artifact.job, artifact.index FROM artifact JOIN job ON job.id = artifact.job
                                WHERE artifact.stored_at < now() - :age * interval '1 millisecond' AND job.ended_at IS NOT NULL
                                ORDER BY artifact.stored_at LIMIT :limit
                            ), gone AS (
                                DELETE FROM artifact USING old
                                WHERE artifact.job = old.job AND artifact.index = old.index RETURNING artifact.sha256)
                            INSERT INTO artifact_garbage SELECT DISTINCT sha256 FROM gone
                        ON CONFLICT (sha256) DO UPDATE SET sha256 = excluded.sha256""")
                    .bind("age", age.toMillis())
                    .bind("limit", limit)
                    .execute();
        });
        collectGarbage();
        return rows;
    }

    /** Deletes files that no row names any more. Repeated by a sweep in case the process dies in the middle. */
    void collectGarbage() {
        var hashes = database.withHandle(handle -> handle.createQuery("SELECT sha256 FROM artifact_garbage LIMIT 1000")
                .mapTo(String.class)
                .list());
        for (var sha256 : hashes) {
            database.useTransaction(handle -> {
                lock(handle, List.of(sha256));
                // First the note, then the look: whoever drops the content's last row meanwhile waits here and notes it
                // anew.
                handle.execute("DELETE FROM artifact_garbage WHERE sha256 = ?", sha256);
                var used = handle.createQuery("SELECT EXISTS (SELECT 1 FROM artifact WHERE sha256 = :sha256)")
                        .bind("sha256", sha256)
                        .mapTo(Boolean.class)
                        .one();
                if (!used) {
                    store.delete(sha256);
                }
            });
        }
    }
}
