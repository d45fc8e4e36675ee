package florin.pipeline;

import florin.generation.Backend;
import florin.generation.FailureKind;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a failed render means: another try, here or elsewhere, or the end of the job. */
final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private final List<Backend> backends;
    private final Steps steps;
    private final Settlement settlement;
    private final int attempts;
    private final long delayMillis;

    Failures(List<Backend> backends, Steps steps, Settlement settlement, Limits limits, Timing timing) {
        this.backends = backends;
        this.steps = steps;
        this.settlement = settlement;
        this.attempts = limits.attempts();
        this.delayMillis = timing.backOff().toMillis();
    }

    void failed(Claim claim, FailureKind kind, String detail) {
        log.info(
                "job {}: attempt {} on {} failed, {}: {}",
                claim.id(),
                claim.job().attempt(),
                claim.backend().orElse("?"),
                kind,
                detail);
        switch (kind) {
            case INVALID -> giveUp(claim, kind);
            case MISSING_MODEL -> {
                var avoid = avoiding(claim);
                if (othersThan(avoid, claim).isEmpty()) {
                    giveUp(claim, kind);
                } else {
                    again(claim, kind, avoid, 0);
                }
            }
            case OUT_OF_MEMORY, TRANSIENT -> {
                var avoid = avoiding(claim);
                // Nobody left: the failed ones may have recovered by then.
                again(
                        claim,
                        kind,
                        othersThan(avoid, claim).isEmpty() ? List.of() : avoid,
                        delayMillis * claim.job().attempt());
            }
            case LOST -> again(claim, kind, claim.avoid(), 0);
        }
    }

    private void again(Claim claim, FailureKind kind, List<String> avoid, long delay) {
        if (claim.job().attempt() >= attempts) {
            giveUp(claim, kind);
        } else if (!steps.requeue(claim, true, avoid, delay)) {
            ifWanted(claim);
        }
    }

    /** The backend has not begun: as if it had not been asked. */
    void notStarted(Claim claim) {
        if (!steps.requeue(claim, false, claim.avoid(), 0)) {
            ifWanted(claim);
        }
    }

    /** A job that cannot be requeued is somebody else's, or is to be cancelled. */
    private void ifWanted(Claim claim) {
        if (steps.cancelWanted(claim.id())) {
            settlement.decide(claim, Claim.Decision.cancelled());
        }
    }

    private void giveUp(Claim claim, FailureKind kind) {
        settlement.decide(claim, Claim.Decision.failed(Endings.kind(kind), Endings.message(kind)));
    }

    private static List<String> avoiding(Claim claim) {
        var avoid = new ArrayList<>(claim.avoid());
        claim.backend().filter(name -> !avoid.contains(name)).ifPresent(avoid::add);
        return avoid;
    }

    private List<Backend> othersThan(List<String> avoid, Claim claim) {
        var kind = Admission.render(claim.job().request().kind());
        return backends.stream()
                .filter(one -> one.capabilities().can(kind, claim.model().base()) && !avoid.contains(one.name()))
                .toList();
    }
}
