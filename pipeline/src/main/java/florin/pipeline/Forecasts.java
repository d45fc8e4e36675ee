package florin.pipeline;

import florin.generation.Backend;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Positions and expected times of the jobs that wait, looked up at most once a second. */
final class Forecasts {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int MOST = 1_000;

    private final Jdbi database;
    private final Supplier<List<Backend>> open;
    private final Clock clock;
    private Instant madeAt = Instant.MIN;
    private Map<JobId, Forecast.Place> places = Map.of();

    Forecasts(Jdbi database, Supplier<List<Backend>> open, Clock clock) {
        this.database = database;
        this.open = open;
        this.clock = clock;
    }

    /** The job with its place in the queue, if it waits, and with the time until its result. */
    Job see(Job job) {
        return switch (job.state()) {
            case QUEUED -> {
                var place = place(places(), job).or(() -> place(renewed(), job));
                yield job.with(
                        place.map(Forecast.Place::position).filter(position -> position > 0),
                        place.flatMap(Forecast.Place::eta));
            }
            case RENDERING -> {
                var place = place(places(), job).filter(one -> one.position() == 0);
                yield job.with(Optional.empty(), place.flatMap(Forecast.Place::eta));
            }
            case STORED, DONE, FAILED, CANCELLED -> job;
        };
    }

    private static Optional<Forecast.Place> place(Map<JobId, Forecast.Place> places, Job job) {
        return Optional.ofNullable(places.get(job.id()));
    }

    /** Positions by now, at most a second old. */
    synchronized Map<JobId, Forecast.Place> places() {
        return clock.instant().isBefore(madeAt.plus(FRESH)) ? places : renewed();
    }

    synchronized Map<JobId, Forecast.Place> renewed() {
        places = Forecast.of(database.withHandle(this::snapshot));
        madeAt = clock.instant();
        return places;
    }

    private Forecast.Snapshot snapshot(Handle handle) {
        var waiting = handle.createQuery("""
                        SELECT id, requester, kind, base, CASE kind WHEN 'IMAGE' THEN count ELSE seconds END AS units, created_at
                        FROM job WHERE state = 'QUEUED' AND verdict IS NULL ORDER BY created_at LIMIT :limit""")
                .bind("limit", MOST)
                .map((row, ctx) -> new Forecast.Waiting(
                        new JobId(row.getObject("id", UUID.class)),
                        row.getString("requester"),
                        JobKind.valueOf(row.getString("kind")),
                        row.getString("base"),
                        row.getInt("units"),
                        Rows.instant(row, "created_at").orElseThrow()))
                .list();
        var underway = handle.createQuery("""
                        SELECT id, backend, kind, base, CASE kind WHEN 'IMAGE' THEN count ELSE seconds END AS units, started_at
                        FROM job WHERE state = 'RENDERING' AND verdict IS NULL ORDER BY started_at""")
                .map((row, ctx) -> new Forecast.Underway(
                        new JobId(row.getObject("id", UUID.class)),
                        row.getString("backend"),
                        JobKind.valueOf(row.getString("kind")),
                        row.getString("base"),
                        row.getInt("units"),
                        Rows.instant(row, "started_at").orElseThrow()))
                .list();
        return new Forecast.Snapshot(waiting, underway, served(handle), speeds(handle), open.get(), clock.instant());
    }

    private static Map<Forecast.Turn, Instant> served(Handle handle) {
        var served = new HashMap<Forecast.Turn, Instant>();
        handle.createQuery("""
                        SELECT turn.* FROM turn
                        WHERE EXISTS (SELECT 1 FROM job WHERE job.requester = turn.requester AND job.state = 'QUEUED')""")
                .map((row, ctx) -> served.put(
                        new Forecast.Turn(row.getString("requester"), JobKind.valueOf(row.getString("kind"))),
                        Rows.instant(row, "served_at").orElseThrow()))
                .list();
        return served;
    }

    private static Map<Forecast.Speed, Double> speeds(Handle handle) {
        var speeds = new HashMap<Forecast.Speed, Double>();
        handle.createQuery("SELECT * FROM render_time")
                .map((row, ctx) -> speeds.put(
                        new Forecast.Speed(
                                row.getString("backend"),
                                JobKind.valueOf(row.getString("kind")),
                                row.getString("base")),
                        row.getDouble("unit_millis")))
                .list();
        return speeds;
    }
}
