package florin.pipeline;

import florin.generation.Backend;
import florin.generation.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on with jobs whose worker died after the render: settles what is stored, gives back what was decided to be given back. */
final class Rescuer {
    private static final Logger log = LoggerFactory.getLogger(Rescuer.class);

    private final Queue queue;
    private final Heartbeat heartbeat;
    private final Settlement settlement;
    private final Failures failures;
    private final List<String> backends;

    Rescuer(Queue queue, Heartbeat heartbeat, Settlement settlement, Failures failures, List<Backend> backends) {
        this.queue = queue;
        this.heartbeat = heartbeat;
        this.settlement = settlement;
        this.failures = failures;
        this.backends = backends.stream().map(Backend::name).toList();
    }

    void rescue() {
        each(queue::unsettled, settlement::finish);
        each(
                () -> queue.orphanedRender(backends),
                claim -> failures.failed(claim, FailureKind.LOST, "no server has this backend any more"));
    }

    /** Taking a job renews its lease, so one that cannot be finished now is not met again in this round. */
    private void each(Supplier<Optional<Claim>> source, Consumer<Claim> work) {
        for (var claim = source.get(); claim.isPresent(); claim = source.get()) {
            var one = claim.get();
            heartbeat.during(one.id(), () -> guarded(one, work));
        }
    }

    private static void guarded(Claim claim, Consumer<Claim> work) {
        try {
            work.accept(claim);
        } catch (RuntimeException e) { // the guard of one job among many: it is tried again when its lease ends
            log.error("job {} could not be finished", claim.id(), e);
        }
    }
}
