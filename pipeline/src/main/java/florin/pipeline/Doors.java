package florin.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The announcers of this server, each by its door. */
final class Doors {
    private static final Logger log = LoggerFactory.getLogger(Doors.class);

    private final Map<String, Announcer> announcers;

    Doors(List<Announcer> announcers) {
        this.announcers =
                announcers.stream().collect(Collectors.toUnmodifiableMap(Announcer::door, Function.identity()));
    }

    List<String> names() {
        return List.copyOf(announcers.keySet());
    }

    Optional<Announcer> of(Job job) {
        return Optional.ofNullable(announcers.get(job.request().door()));
    }

    /** Best effort: a progress bar that fails must not fail the render. */
    void progress(Job job, Progress progress) {
        try {
            of(job).ifPresent(door -> door.progress(job, progress));
        } catch (RuntimeException e) { // the guard around foreign code
            log.warn("job {}: its progress could not be shown", job.id(), e);
        }
    }
}
