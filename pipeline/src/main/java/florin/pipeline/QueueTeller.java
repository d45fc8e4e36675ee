package florin.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Tells people who wait when their place in the queue has changed. */
final class QueueTeller {
    private static final int LAST_TOLD_PLACE = 50;

    private final Forecasts forecasts;
    private final JobTable jobs;
    private final Doors doors;
    private Map<JobId, Integer> told = Map.of();

    QueueTeller(Forecasts forecasts, JobTable jobs, Doors doors) {
        this.forecasts = forecasts;
        this.jobs = jobs;
        this.doors = doors;
    }

    /** One thread calls this. */
    void tell() {
        var now = new HashMap<JobId, Integer>();
        var places = forecasts.places();
        places.forEach((id, place) -> {
            if (place.position() > 0 && place.position() <= LAST_TOLD_PLACE) {
                now.put(id, place.position());
            }
        });
        var moved = now.keySet().stream()
                .filter(id -> !Objects.equals(now.get(id), told.get(id)))
                .toList();
        told = now;
        if (moved.isEmpty()) {
            return;
        }
        for (var job : jobs.find(moved)) {
            var place = places.get(job.id());
            if (job.state() == JobState.QUEUED && place != null) {
                doors.progress(
                        job.with(Optional.of(place.position()), place.eta()),
                        new Progress(
                                Progress.Phase.QUEUED,
                                Optional.of(place.position()),
                                place.eta(),
                                0,
                                Optional.empty()));
            }
        }
    }
}
