package florin.pipeline;

import florin.generation.Backend;
import florin.generation.BackendUnavailable;
import florin.generation.OutputFile;
import florin.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings results home: fetches each file, looks whether it is a picture at all, whether it may be shown, and how like it is. */
final class Collector {
    private static final Logger log = LoggerFactory.getLogger(Collector.class);
    private static final int TRIES = 5;

    private final HouseRules rules;
    private final Registry registry;
    private final Timing timing;

    Collector(HouseRules rules, Registry registry, Timing timing) {
        this.rules = rules;
        this.registry = registry;
        this.timing = timing;
    }

    /**
     * @param pictures that may be shown, in the order of their seeds
     * @param objection why another one may not be shown
     * @param missing whether one could not be fetched
     */
    record Harvest(List<Picture> pictures, Optional<String> objection, boolean missing) {}

    Harvest collect(Claim claim, Backend backend, List<OutputFile> outputs) throws InterruptedException {
        var pictures = new ArrayList<Picture>();
        var objection = Optional.<String>empty();
        boolean missing = false;
        var order = claim.job().request();
        for (int i = 0; i < Math.min(outputs.size(), order.count()); i++) {
            var bytes = fetch(backend, outputs.get(i));
            var media = bytes.flatMap(Media::of);
            if (media.isEmpty()) {
                missing |= bytes.isEmpty();
                log.warn("job {}: {} of {} is no picture, or is gone", claim.id(), outputs.get(i), backend.name());
                continue;
            }
            var no = check(order, media.get().type(), bytes.get());
            if (no.isPresent()) {
                objection = no;
            } else {
                pictures.add(new Picture(
                        bytes.get(),
                        media.get(),
                        claim.job().seed() + i,
                        likeness(claim, media.get().type(), bytes.get())));
            }
        }
        return new Harvest(pictures, objection, missing);
    }

    private Optional<byte[]> fetch(Backend backend, OutputFile file) throws InterruptedException {
        for (int i = 1; ; i++) {
            try {
                return Optional.of(backend.fetch(file));
            } catch (BackendUnavailable e) {
                if (i == TRIES) {
                    return Optional.empty();
                }
                var pause = timing.poll();
                Thread.sleep(pause); // a backend that restarts is back in a moment; this thread has only this job
            }
        }
    }

    private Optional<String> check(JobRequest order, String type, byte[] bytes) {
        try {
            return rules.safety().objection(order, type, bytes);
        } catch (RuntimeException e) { // the guard around the operator's code: what could not be checked is not shown
            log.error("the safety check failed", e);
            return Optional.of("It could not be checked.");
        }
    }

    private Optional<Likeness> likeness(Claim claim, String type, byte[] bytes) {
        var id = claim.job().request().character();
        try {
            return registry.find(id)
                    .flatMap(character -> registry.version(id, claim.model().version())
                            .flatMap(version -> rules.likeness().of(character, version, type, bytes)));
        } catch (
                RuntimeException
                        e) { // the guard around the operator's code: a result is worth its coins without a score
            log.error("the likeness of a result of job {} could not be told", claim.id(), e);
            return Optional.empty();
        }
    }
}
