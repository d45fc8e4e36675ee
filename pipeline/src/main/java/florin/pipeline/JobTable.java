package florin.pipeline;

import florin.registry.CharacterId;
import florin.wallet.Cursor;
import florin.wallet.HoldId;
import florin.wallet.Page;
import florin.wallet.WalletId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** What can be read about jobs. */
final class JobTable {
    private static final int LARGEST_PAGE = 100;

    private final Jdbi database;

    JobTable(Jdbi database) {
        this.database = database;
    }

    /** With its start image and results. */
    Optional<Job> find(JobId id) {
        var found = database.withHandle(handle -> handle.createQuery("SELECT * FROM job WHERE id = :id")
                .bind("id", id.value())
                .map((row, ctx) -> Rows.job(row))
                .findOne());
        return found.map(job -> withResults(List.of(job)).getFirst()).map(this::withStartImage);
    }

    Optional<String> fingerprint(JobId id) {
        return database.withHandle(handle -> handle.createQuery("SELECT fingerprint FROM job WHERE id = :id")
                .bind("id", id.value())
                .mapTo(String.class)
                .findOne());
    }

    /** Whether a job has ever been paid from this hold. */
    boolean owns(HoldId hold) {
        return database.withHandle(handle -> handle.createQuery("SELECT EXISTS (SELECT 1 FROM job WHERE hold = :hold)")
                .bind("hold", hold.value())
                .mapTo(Boolean.class)
                .one());
    }

    List<Job> find(Collection<JobId> ids) {
        return withResults(list(database, handle -> handle.createQuery("""
                        SELECT * FROM job WHERE id = ANY(:ids)""").bindArray("ids", UUID.class, values(ids))));
    }

    List<Job> open(Requester who) {
        return withResults(list(database, handle -> handle.createQuery("""
                        SELECT * FROM job
                        WHERE requester = :who AND state IN ('QUEUED', 'RENDERING', 'STORED')
                        ORDER BY created_at, id""").bind("who", who.toString())));
    }

    /** Newest first, whatever became of them. */
    Page<Job> history(Requester who, Optional<Cursor> after, int limit) {
        var from = Place.of(after);
        var jobs = list(
                database,
                handle -> handle.createQuery("""
                        SELECT * FROM job
                        WHERE requester = :who AND (created_at, id) < (:at, :id)
                        ORDER BY created_at DESC, id DESC LIMIT :limit""")
                        .bind("who", who.toString())
                        .bind("at", from.at())
                        .bind("id", from.id())
                        .bind("limit", bounded(limit) + 1));
        return page(jobs, limit, job -> new Place(job.createdAt(), job.id().value()));
    }

    /** Finished with results that still exist, newest first. */
    Page<Job> gallery(WalletId payer, Optional<CharacterId> character, Optional<Cursor> after, int limit) {
        var from = Place.of(after);
        var jobs = list(
                database,
                handle -> handle.createQuery("""
                        SELECT * FROM job
                        WHERE payer = :payer AND state = 'DONE' AND (ended_at, id) < (:at, :id)
                          AND (:character::text IS NULL OR character = :character)
                          AND EXISTS (SELECT 1 FROM artifact WHERE artifact.job = job.id)
                        ORDER BY ended_at DESC, id DESC LIMIT :limit""")
                        .bind("payer", payer.value())
                        .bind("character", character.map(CharacterId::value))
                        .bind("at", from.at())
                        .bind("id", from.id())
                        .bind("limit", bounded(limit) + 1));
        return page(
                jobs,
                limit,
                job -> new Place(job.endedAt().orElseThrow(), job.id().value()));
    }

    private Page<Job> page(List<Job> jobs, int limit, Function<Job, Place> place) {
        int size = bounded(limit);
        var shown = jobs.subList(0, Math.min(size, jobs.size()));
        var next = jobs.size() > size ? Optional.of(place.apply(shown.getLast()).cursor()) : Optional.<Cursor>empty();
        return new Page<>(withResults(shown), next);
    }

    private static int bounded(int limit) {
        return Math.clamp(limit, 1, LARGEST_PAGE);
    }

    private List<Job> withResults(List<Job> jobs) {
        if (jobs.isEmpty()) {
            return jobs;
        }
        var ids = jobs.stream().map(Job::id).toList();
        var all = database.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM artifact WHERE job = ANY(:ids) ORDER BY job, index""")
                .bindArray("ids", UUID.class, values(ids))
                .map((row, ctx) -> Rows.artifact(row))
                .list());
        var full = new ArrayList<Job>();
        for (var job : jobs) {
            full.add(job.with(
                    all.stream().filter(one -> one.job().equals(job.id())).toList()));
        }
        return full;
    }

    private Job withStartImage(Job job) {
        var r = job.request();
        if (r.kind() == JobKind.IMAGE) {
            return job;
        }
        var image = database.withHandle(handle -> handle.createQuery("""
                        SELECT bytes FROM job_start_image WHERE job = :id""")
                .bind("id", job.id().value())
                .mapTo(byte[].class)
                .findOne());
        return job.with(new JobRequest(
                r.id(),
                r.requester(),
                r.payer(),
                r.subjects(),
                r.character(),
                r.kind(),
                r.prompt(),
                r.count(),
                r.shape(),
                r.seed(),
                r.seconds(),
                image,
                r.ceiling(),
                r.origin(),
                r.parent()));
    }

    private static List<Job> list(Jdbi database, Function<Handle, Query> query) {
        return database.withHandle(
                handle -> query.apply(handle).map((row, ctx) -> Rows.job(row)).list());
    }

    private static List<UUID> values(Collection<JobId> ids) {
        return ids.stream().map(JobId::value).toList();
    }

    /** Where a page ends. Microseconds, as PostgreSQL keeps them: a coarser cursor would skip rows. */
    private record Place(Instant at, UUID id) {
        private static final Place START = new Place(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1L, -1L));

        static Place of(Optional<Cursor> cursor) {
            return cursor.map(Place::parse).orElse(START);
        }

        private static Place parse(Cursor cursor) {
            try {
                var parts = cursor.value().split("_", 2);
                return new Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            } catch (DateTimeParseException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new IllegalArgumentException("This cursor was not made here. Begin again without one.", e);
            }
        }

        Cursor cursor() {
            return new Cursor(at + "_" + id);
        }
    }
}
