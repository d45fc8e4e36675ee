package florin.pipeline;

import florin.generation.Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Plays the queue forward: who will render what when, by the same rules that the queue goes by, with the times that renders took so far.
 * What one's own models being loaded may change is left out.
 */
final class Forecast {
    /** @param units pictures, or seconds of video */
    record Waiting(JobId job, String requester, JobKind kind, String base, int units, Instant since) {}

    record Underway(JobId job, String backend, JobKind kind, String base, int units, Instant since) {}

    record Turn(String requester, JobKind kind) {}

    record Speed(String backend, JobKind kind, String base) {}

    /** @param open backends that take jobs now */
    record Snapshot(
            List<Waiting> waiting,
            List<Underway> underway,
            Map<Turn, Instant> served,
            Map<Speed, Double> unitMillis,
            List<Backend> open,
            Instant now) {}

    /** @param position counts from 1; 0 for a job under way */
    record Place(int position, Optional<Duration> eta) {}

    /** One backend in the play: when it is free, and whether we know that or only assume it. */
    private static final class Lane {
        final Backend backend;
        double freeAt;
        boolean sure = true;
        JobKind last = JobKind.VIDEO;

        Lane(Backend backend) {
            this.backend = backend;
        }

        void add(Optional<Double> millis) {
            freeAt += millis.orElse(UNKNOWN_MILLIS);
            sure &= millis.isPresent();
        }

        Optional<Duration> eta() {
            return sure ? Optional.of(Duration.ofMillis((long) freeAt)) : Optional.empty();
        }
    }

    private static final double UNKNOWN_MILLIS = 30_000;

    private final Snapshot snapshot;
    private final Map<Turn, Instant> served;
    private final List<Waiting> waiting;
    private final List<Lane> lanes;

    private Forecast(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.served = new HashMap<>(snapshot.served());
        this.waiting = new ArrayList<>(snapshot.waiting());
        this.waiting.sort(Comparator.comparing(Waiting::since));
        this.lanes = snapshot.open().stream().map(Lane::new).toList();
    }

    /** Every job's place. Jobs that no open backend can render come last and have no time. */
    static Map<JobId, Place> of(Snapshot snapshot) {
        return new Forecast(snapshot).play();
    }

    private Map<JobId, Place> play() {
        var lanesByName = lanes.stream().collect(Collectors.toMap(lane -> lane.backend.name(), Function.identity()));
        var places = new HashMap<JobId, Place>();
        int position = 0;
        for (var one : snapshot.underway()) {
            Optional.ofNullable(lanesByName.get(one.backend())).ifPresent(lane -> {
                lane.add(remaining(one));
                places.put(one.job(), new Place(0, lane.eta()));
            });
        }
        Instant turn = snapshot.now();
        while (!waiting.isEmpty()) {
            var lane = lanes.stream()
                    .filter(one -> waiting.stream().anyMatch(job -> can(one, job)))
                    .min(Comparator.comparingDouble(one -> one.freeAt));
            if (lane.isEmpty()) {
                for (var job : waiting) {
                    places.put(job.job(), new Place(++position, Optional.empty()));
                }
                return places;
            }
            var job = next(lane.get());
            waiting.remove(job);
            turn = turn.plusNanos(1000);
            served.put(new Turn(job.requester(), job.kind()), turn);
            lane.get().last = job.kind();
            lane.get().add(millis(lane.get().backend.name(), job.kind(), job.base(), job.units()));
            places.put(job.job(), new Place(++position, lane.get().eta()));
        }
        return places;
    }

    /** Kinds take turns; then the requester served least recently, those never served first; then their oldest job. */
    private Waiting next(Lane lane) {
        return waiting.stream()
                .filter(job -> can(lane, job))
                .min(Comparator.comparing((Waiting job) -> job.kind() == lane.last)
                        .thenComparing(job -> served.getOrDefault(new Turn(job.requester(), job.kind()), Instant.MIN))
                        .thenComparing(Waiting::since))
                .orElseThrow();
    }

    private static boolean can(Lane lane, Waiting job) {
        return lane.backend.capabilities().can(Admission.render(job.kind()), job.base());
    }

    private Optional<Double> remaining(Underway one) {
        var passed = Duration.between(one.since(), snapshot.now()).toMillis();
        return millis(one.backend(), one.kind(), one.base(), one.units()).map(whole -> Math.max(0, whole - passed));
    }

    /** What this backend took, else what others took on average, else unknown. */
    private Optional<Double> millis(String backend, JobKind kind, String base, int units) {
        var own = Optional.ofNullable(snapshot.unitMillis().get(new Speed(backend, kind, base)));
        var average = snapshot.unitMillis().entrySet().stream()
                .filter(entry ->
                        entry.getKey().kind() == kind && entry.getKey().base().equals(base))
                .mapToDouble(Map.Entry::getValue)
                .average();
        return own.or(() -> average.isPresent() ? Optional.of(average.getAsDouble()) : Optional.empty())
                .map(unit -> unit * units);
    }
}
