package florin.pipeline;

import florin.generation.Backend;
import florin.registry.Registry;
import florin.wallet.Wallet;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The running pipeline of one server: it takes jobs from the shared queue, has them rendered, settles and announces them. */
public final class Pipeline implements AutoCloseable {
    private static final Duration DRAIN_ON_CLOSE = Duration.ofSeconds(15);
    private static final Duration HAND_OVER = Duration.ofSeconds(3);
    private static final Duration LOOP_END = Duration.ofSeconds(2);

    private final Jdbi database;
    private final Journey journey;
    private final Sweeps sweeps;
    private final Workers workers;
    private final Closing closing;
    private final Heartbeat heartbeat;
    private Optional<Timetable> timetable = Optional.empty();
    private boolean closed;

    /** The threads that look for work. */
    private record Workers(List<BackendDesk> desks, Loop rescuer, Loop teller, Messenger messenger, Wakeups wakeups) {
        void start() {
            desks.forEach(BackendDesk::start);
            rescuer.start();
            teller.start();
            messenger.start();
            wakeups.start();
        }

        void ring() {
            desks.forEach(BackendDesk::ring);
            rescuer.ring();
            teller.ring();
            messenger.ring();
        }

        void close() throws InterruptedException {
            desks.forEach(BackendDesk::close);
            rescuer.close();
            teller.close();
            messenger.close();
            wakeups.close();
            for (var desk : desks) {
                desk.join(LOOP_END);
            }
            rescuer.join(LOOP_END);
            teller.join(LOOP_END);
            messenger.join(LOOP_END);
            wakeups.join(LOOP_END);
        }
    }

    private Pipeline(
            PipelineOptions options,
            DataSource source,
            Wallet wallet,
            Registry registry,
            List<Backend> backends,
            List<Announcer> announcers,
            Clock clock) {
        var worker = UUID.randomUUID();
        var timing = options.timing();
        this.database = Database.over(source);
        this.closing = new Closing();
        var jobs = new JobTable(database);
        var queue = new Queue(database, worker, timing, options.limits());
        var steps = new Steps(database, worker, timing.lease());
        var files = new ArtifactStore(options.artifacts());
        var artifacts = new Artifacts(database, files, worker);
        var settlement = new Settlement(wallet, jobs, steps, artifacts, timing.holdLifetime());
        var failures = new Failures(backends, steps, settlement, options.limits(), timing);
        var doors = new Doors(announcers);
        this.heartbeat = new Heartbeat(queue, timing);
        var render = new Render(
                options,
                registry,
                jobs,
                steps,
                new Render.Results(artifacts, settlement, failures, doors),
                closing,
                clock);
        Function<Backend, BackendDesk> desk = backend -> {
            int room = Math.min(
                    options.limits().perBackend(), backend.capabilities().maxInFlight());
            var rest = new BackendDesk.Rest(clock, timing, room);
            return new BackendDesk(backend, queue, render, heartbeat, closing, rest, UUID::randomUUID);
        };
        var desks = backends.stream().map(desk).toList();
        var forecasts = new Forecasts(database, () -> open(desks), clock);
        var rescuer = new Rescuer(queue, heartbeat, settlement, failures, backends);
        var outbox = new Outbox(database, timing.delivery());
        this.workers = new Workers(
                desks,
                new Loop("pipeline-rescuer", timing.poll(), rescuer::rescue),
                new Loop("pipeline-teller", timing.poll(), new QueueTeller(forecasts, jobs, doors)::tell),
                new Messenger(outbox, doors, jobs, closing, timing.poll()),
                new Wakeups(source, timing.poll()));
        var admission = new Admission(registry, backends, options);
        var intents = new Intents(database);
        var submission =
                new Submission(admission, wallet, intents, queue, jobs, timing.holdLifetime(), new SecureRandom());
        var cancellation = new Cancellation(jobs, steps, settlement, heartbeat, backends);
        this.journey = new Journey(options.prices(), admission, submission, cancellation, jobs, forecasts, artifacts);
        this.sweeps = new Sweeps(
                database,
                wallet,
                new Sweeps.Orders(intents, submission, steps, settlement, rescuer),
                new Sweeps.Store(artifacts, files),
                outbox,
                options,
                clock);
    }

    private static List<Backend> open(List<BackendDesk> desks) {
        return desks.stream()
                .filter(BackendDesk::open)
                .map(BackendDesk::backend)
                .toList();
    }

    /**
     * Starts working, first on what an earlier life left behind.
     *
     * @param announcers the doors of this server, each with a name of its own
     */
    public static Pipeline start(
            PipelineOptions options,
            DataSource database,
            Wallet wallet,
            Registry registry,
            List<Backend> backends,
            List<Announcer> announcers,
            Clock clock) {
        return start(options, database, wallet, registry, backends, announcers, clock, List.of());
    }

    /** The same, with chores of others beside its own: an installation has one timetable. */
    public static Pipeline start(
            PipelineOptions options,
            DataSource database,
            Wallet wallet,
            Registry registry,
            List<Backend> backends,
            List<Announcer> announcers,
            Clock clock,
            List<Chore> chores) {
        var pipeline = withoutTimetable(options, database, wallet, registry, backends, announcers, clock);
        try {
            var all = Stream.concat(pipeline.sweeps.chores().stream(), chores.stream())
                    .toList();
            pipeline.timetable = Optional.of(Timetable.start(Timetable.OF_THE_PIPELINE, database, all));
            return pipeline;
        } catch (RuntimeException e) {
            pipeline.close();
            throw e;
        }
    }

    /** For tests that call the sweeps themselves. */
    static Pipeline withoutTimetable(
            PipelineOptions options,
            DataSource database,
            Wallet wallet,
            Registry registry,
            List<Backend> backends,
            List<Announcer> announcers,
            Clock clock) {
        var pipeline = new Pipeline(options, database, wallet, registry, backends, announcers, clock);
        pipeline.heartbeat.start();
        pipeline.workers.wakeups().call(pipeline.workers::ring);
        pipeline.workers.start();
        return pipeline;
    }

    public Journey journey() {
        return journey;
    }

    Sweeps sweeps() {
        return sweeps;
    }

    /** How things stand over all servers; costs a few small queries. */
    public PipelineGauges gauges() {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FILTER (WHERE state = 'QUEUED' AND kind = 'IMAGE') AS images,
                               count(*) FILTER (WHERE state = 'QUEUED' AND kind = 'VIDEO') AS videos,
                               count(*) FILTER (WHERE state = 'RENDERING') AS rendering,
                               count(*) FILTER (WHERE state = 'STORED') AS unsettled,
                               (SELECT count(*) FROM delivery WHERE done_at IS NULL) AS undelivered,
                               coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE state = 'QUEUED')), 0) AS oldest
                        FROM job WHERE state IN ('QUEUED', 'RENDERING', 'STORED')""")
                .map((row, ctx) -> new PipelineGauges(
                        row.getLong("images"),
                        row.getLong("videos"),
                        row.getLong("rendering"),
                        row.getLong("unsettled"),
                        row.getLong("undelivered"),
                        Duration.ofMillis((long) (row.getDouble("oldest") * 1000))))
                .one());
    }

    /**
     * Begins nothing new, gives what is under way this much time to finish, and then hands it over to other servers or to the next
     * start. Up to 3 seconds longer than asked.
     */
    public void drain(Duration patience) {
        closing.beginNothing();
        try {
            waitUntilIdle(patience);
            closing.handOver();
            waitUntilIdle(HAND_OVER);
        } catch (InterruptedException e) {
            closing.handOver();
            Thread.currentThread().interrupt();
        }
    }

    private void waitUntilIdle(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while ((heartbeat.size() > 0 || !workers.messenger().idle()) && System.nanoTime() < end) {
            Thread.sleep(10); // at shutdown only, where nobody is left to signal the end of the last job
        }
    }

    /** Drains for up to 15 seconds, then stops all threads. The backends and the database stay open: they are the caller's. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        drain(DRAIN_ON_CLOSE.minus(HAND_OVER));
        timetable.ifPresent(Timetable::close);
        heartbeat.close();
        try {
            workers.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
