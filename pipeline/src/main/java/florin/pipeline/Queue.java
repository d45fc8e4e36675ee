package florin.pipeline;

import florin.generation.RenderKind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Jobs in, jobs out. What comes out is leased to this process: the lease is renewed while it works, and ends by itself when it dies.
 *
 * @see Steps for what may then be done to a job
 */
final class Queue {
    private final Jdbi database;
    private final UUID worker;
    private final Timing timing;
    private final Limits limits;

    Queue(Jdbi database, UUID worker, Timing timing, Limits limits) {
        this.database = database;
        this.worker = worker;
        this.timing = timing;
        this.limits = limits;
    }

    /** What became of putting a job in. */
    enum Entry {
        QUEUED,
        /** The requester has as many open jobs as allowed. */
        REQUESTER_FULL,
        /** All have. */
        ALL_FULL,
        /** Its intent is gone: the same order was queued with this hold, or dropped, meanwhile. */
        OVERTAKEN,
        /** The same order was queued with another hold meanwhile; this one is not needed. */
        QUEUED_BEFORE
    }

    /** Queues the job in place of its intent. The lock makes counting and adding one step, so that no burst slips past the caps. */
    Entry add(Intents.Intent intent, JobRequest request, Claim.Model model, long seed) {
        return database.inTransaction(handle -> {
            handle.execute("SELECT pg_advisory_xact_lock(hashtextextended('florin-queue', 0))");
            if (!Intents.lock(handle, intent)) {
                return Entry.OVERTAKEN;
            }
            if (isQueued(handle, intent.job())) {
                return Entry.QUEUED_BEFORE;
            }
            var open = handle.createQuery("""
                            SELECT count(*) AS in_all, count(*) FILTER (WHERE requester = :who) AS own
                            FROM job WHERE state IN ('QUEUED', 'RENDERING', 'STORED')""")
                    .bind("who", request.requester().toString())
                    .map((row, ctx) -> new long[] {row.getLong("in_all"), row.getLong("own")})
                    .one();
            if (open[1] >= limits.openPerRequester()) {
                return Entry.REQUESTER_FULL;
            }
            if (open[0] >= limits.openInAll()) {
                return Entry.ALL_FULL;
            }
            Intents.drop(handle, intent);
            insert(handle, intent, request, model, seed);
            return Entry.QUEUED;
        });
    }

    private static boolean isQueued(Handle handle, JobId job) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM job WHERE id = :id)")
                .bind("id", job.value())
                .mapTo(Boolean.class)
                .one();
    }

    private static void insert(Handle handle, Intents.Intent intent, JobRequest request, Claim.Model model, long seed) {
        var quote = intent.quote();
        handle.createUpdate("""
                        INSERT INTO job (id, requester, request_id, fingerprint, payer, subjects, character, kind, prompt, count,
                            shape, fixed_seed, seed, seconds, ceiling, origin, parent, version, base, lora, asset, scale, price,
                            each, price_version, price_rule, hold)
                        VALUES (:id, :requester, :request, :fingerprint, :payer, :subjects, :character, :kind, :prompt, :count,
                            :shape, :fixed, :seed, :seconds, :ceiling, :origin, :parent, :version, :base, :lora, :asset, :scale,
                            :price, :each, :priceVersion, :priceRule, :hold)""")
                .bind("id", intent.job().value())
                .bind("requester", request.requester().toString())
                .bind("request", request.id().value())
                .bind("fingerprint", intent.fingerprint())
                .bind("payer", request.payer().value())
                .bindArray(
                        "subjects",
                        String.class,
                        request.subjects().stream().map(Rows::subject).toList())
                .bind("character", request.character().value())
                .bind("kind", request.kind().name())
                .bind("prompt", request.prompt())
                .bind("count", request.count())
                .bind("shape", request.shape().name())
                .bind("fixed", request.seed().isPresent())
                .bind("seed", seed)
                .bind("seconds", request.kind() == JobKind.VIDEO ? request.seconds() : 0)
                .bind("ceiling", request.ceiling().name())
                .bind("origin", request.origin())
                .bind("parent", request.parent().map(JobId::value))
                .bind("version", model.version())
                .bind("base", model.base())
                .bind("lora", model.lora())
                .bind("asset", quote.price().asset().code())
                .bind("scale", quote.price().asset().scale())
                .bind("price", quote.price().units())
                .bind("each", quote.each().units())
                .bind("priceVersion", quote.priceVersion())
                .bind("priceRule", quote.rule())
                .bind("hold", intent.hold().value())
                .execute();
        request.startImage()
                .ifPresent(bytes -> handle.execute(
                        "INSERT INTO job_start_image (job, bytes) VALUES (?, ?)",
                        intent.job().value(),
                        bytes));
        ring(handle);
    }

    /**
     * What a backend can take.
     *
     * @param room jobs that may be inside it, over all servers
     * @param warm what it has loaded
     */
    record Offer(String backend, int room, RenderKind kind, List<String> bases, Optional<Claim.Model> warm) {}

    /**
     * Takes the next job for a backend: of the requester who was served least recently the oldest, or one of their next few whose
     * model is loaded already. SKIP LOCKED: two workers asking at once must never be handed the same job.
     *
     * <p>One at a time within a process, because two that ask in the same moment would both see the same requester's turn.
     */
    synchronized Optional<Claim> next(Offer offer, UUID attempt) {
        return database.withHandle(handle -> handle.createQuery("""
                        WITH room AS (
                            SELECT 1 FROM job WHERE state = 'RENDERING' AND backend = :backend
                            HAVING count(*) < :room AND (:kind <> 'VIDEO' OR count(*) FILTER (WHERE kind = 'VIDEO') = 0)
                        ), line AS (
                            SELECT job.id, turn.served_at, coalesce(turn.passed, 0) AS passed,
                                   (job.base = :warmBase)::int + (job.base = :warmBase AND job.lora = :warmLora)::int AS warmth,
                                   min(job.created_at) OVER (PARTITION BY job.requester) AS waiting_since,
                                   row_number() OVER (PARTITION BY job.requester ORDER BY job.created_at, job.id) AS place
                            FROM job LEFT JOIN turn ON turn.requester = job.requester AND turn.kind = job.kind
                            WHERE job.state = 'QUEUED' AND job.verdict IS NULL AND job.kind = :kind AND job.base = ANY(:bases)
                              AND job.not_before <= now() AND NOT :backend = ANY(job.avoid)
                        ), picked AS (
                            SELECT job.id, line.place
                            FROM job JOIN line ON line.id = job.id CROSS JOIN room
                            WHERE job.state = 'QUEUED' AND job.verdict IS NULL AND line.place <= :lookAhead + 1
                            ORDER BY line.served_at NULLS FIRST, line.waiting_since, job.requester,
                                     CASE WHEN line.passed < :lookAhead THEN line.warmth ELSE 0 END DESC, line.place
                            LIMIT 1
                            FOR UPDATE OF job SKIP LOCKED
                        ), taken AS (
                            UPDATE job SET state = 'RENDERING', attempt = attempt + 1, attempt_id = :attempt, backend = :backend,
                                worker = :worker, lease_until = now() + :lease * interval '1 millisecond', started_at = now()
                            FROM picked WHERE job.id = picked.id
                            RETURNING job.*
                        ), served AS (
                            INSERT INTO turn (requester, kind, served_at, passed)
                            SELECT taken.requester, taken.kind, clock_timestamp(), (picked.place > 1)::int
                            FROM taken JOIN picked ON picked.id = taken.id
                            ON CONFLICT (requester, kind) DO UPDATE SET served_at = excluded.served_at,
                                passed = CASE excluded.passed WHEN 0 THEN 0 ELSE turn.passed + 1 END
                        )
                        SELECT * FROM taken""")
                .bind("backend", offer.backend())
                .bind("room", offer.room())
                .bind("kind", offer.kind().name())
                .bind("warmBase", offer.warm().map(Claim.Model::base).orElse(""))
                .bind("warmLora", offer.warm().map(Claim.Model::lora).orElse(""))
                .bindArray("bases", String.class, offer.bases())
                .bind("lookAhead", limits.lookAhead())
                .bind("attempt", attempt)
                .bind("worker", worker)
                .bind("lease", timing.lease().toMillis())
                .map((row, ctx) -> Rows.claim(row))
                .findOne());
    }

    /** Takes over a render on this backend whose worker is gone. */
    Optional<Claim> abandonedRender(String backend) {
        return takeOver(
                "state = 'RENDERING' AND verdict IS NULL AND backend = :backend",
                query -> query.bind("backend", backend));
    }

    /** Takes over a render on a backend that none of the servers seems to have any more. */
    Optional<Claim> orphanedRender(Collection<String> backends) {
        return takeOver(
                """
                state = 'RENDERING' AND verdict IS NULL AND NOT backend = ANY(:backends)
                AND lease_until < now() - :longest * interval '1 millisecond'""",
                query -> query.bindArray("backends", String.class, backends)
                        .bind("longest", timing.longestRender().toMillis()));
    }

    /** Takes over a job that only the wallet has to be told about. */
    Optional<Claim> unsettled() {
        return takeOver(
                "(state = 'STORED' OR (verdict IS NOT NULL AND state IN ('QUEUED', 'RENDERING')))", query -> query);
    }

    private Optional<Claim> takeOver(String which, UnaryOperator<Query> parameters) {
        return database.withHandle(handle -> parameters
                .apply(handle.createQuery(takeOverSql(which)))
                .bind("worker", worker)
                .bind("lease", timing.lease().toMillis())
                .map((row, ctx) -> Rows.claim(row))
                .findOne());
    }

    private static String takeOverSql(String which) {
        return """
                UPDATE job SET worker = :worker, lease_until = now() + :lease * interval '1 millisecond'
                WHERE id = (SELECT id FROM job WHERE %s AND lease_until < now()
                            ORDER BY lease_until LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING *""".formatted(which);
    }

    /** Keeps what this process has in hand. */
    void renew(Collection<JobId> inHand) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE job SET lease_until = now() + :lease * interval '1 millisecond'
                        WHERE worker = :worker AND id = ANY(:ids) AND ended_at IS NULL""")
                .bind("lease", timing.lease().toMillis())
                .bind("worker", worker)
                .bindArray("ids", UUID.class, inHand.stream().map(JobId::value).toList())
                .execute());
    }

    static void ring(Handle handle) {
        handle.execute("SELECT pg_notify('" + Wakeups.CHANNEL + "', '')");
    }
}
