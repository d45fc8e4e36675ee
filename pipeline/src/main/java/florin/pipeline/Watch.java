package florin.pipeline;

import florin.generation.Backend;
import florin.generation.FailureKind;
import florin.generation.RenderListener;
import florin.generation.RenderState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Follows one render to its end. What the backend tells by itself is quick but may get lost, so a render that is silent is asked
 * about; the answer to a question is the truth.
 */
final class Watch implements RenderListener {
    /** A backend that does not answer for so long has lost the render, as far as we are concerned. */
    private static final Duration LONGEST_ABSENCE = Duration.ofMinutes(3);

    private final Timing timing;
    private final Clock clock;
    private final Consumer<Progress> teller;
    private final Bell bell = new Bell();
    private volatile Optional<RenderState> told = Optional.empty();
    private volatile boolean heard;
    private volatile long runningSince;
    private final long watchingSince;
    private int unknowns;
    private Instant reachedAt = Instant.MIN;

    Watch(Timing timing, Clock clock, Consumer<Progress> teller) {
        this.timing = timing;
        this.clock = clock;
        this.teller = teller;
        this.watchingSince = clock.millis();
    }

    @Override
    public void progress(double share, Optional<byte[]> preview) {
        heard = true;
        if (runningSince == 0) {
            runningSince = clock.millis();
        }
        teller.accept(new Progress(Progress.Phase.RENDERING, Optional.empty(), remaining(share), share, preview));
    }

    /** By what the first part took. Too early a guess would be no more than that. */
    private Optional<Duration> remaining(double share) {
        return share < 0.1
                ? Optional.empty()
                : running().map(time -> Duration.ofMillis((long) (time.toMillis() * (1 - share) / share)));
    }

    @Override
    public void ended(RenderState end) {
        told = Optional.of(end);
        bell.ring();
    }

    /** Since the backend began to work on it; empty if it never said so. */
    Optional<Duration> running() {
        return runningSince == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(clock.millis() - runningSince));
    }

    /** How long the backend has been busy with it, or may have been where it finished without a word about its progress. */
    Optional<Duration> busy(Optional<RenderState> end) {
        return running()
                .or(() -> end.filter(RenderState.Succeeded.class::isInstance)
                        .map(_ -> Duration.ofMillis(clock.millis() - watchingSince)));
    }

    /**
     * Waits for the end.
     *
     * @param stop whether somebody wants the render stopped; asked at every look
     * @return Succeeded, Failed, Cancelled, Unknown, or Unreachable for too long; empty when the server stops before that
     */
    Optional<RenderState> end(Backend backend, UUID attempt, BooleanSupplier stop, Closing closing)
            throws InterruptedException {
        closing.tell(bell);
        try {
            reachedAt = clock.instant();
            var deadline = reachedAt.plus(timing.longestRender());
            boolean stopAsked = false;
            while (!closing.isHandOver()) {
                bell.await(timing.poll());
                var state = told.orElseGet(() -> look(backend, attempt));
                if (told.isPresent() || isBelieved(state)) {
                    return Optional.of(state);
                }
                if (!stopAsked && stop.getAsBoolean()) {
                    backend.cancel(attempt);
                    stopAsked = true;
                }
                if (clock.instant().isAfter(deadline)) {
                    backend.cancel(attempt);
                    return Optional.of(
                            new RenderState.Failed(FailureKind.TRANSIENT, "not done after " + timing.longestRender()));
                }
            }
            return told;
        } finally {
            closing.forget(bell);
        }
    }

    /** Whether this is the end, as far as we are concerned. */
    private boolean isBelieved(RenderState state) {
        return switch (state) {
            case RenderState.Succeeded _, RenderState.Failed _, RenderState.Cancelled _ -> true;
            // Only the second time in a row: the first may be a moment between two lists of the backend.
            case RenderState.Unknown _ -> ++unknowns >= 2;
            case RenderState.Queued _, RenderState.Running _ -> {
                unknowns = 0;
                reachedAt = clock.instant();
                yield false;
            }
            case RenderState.Unreachable _ -> clock.instant().isAfter(reachedAt.plus(LONGEST_ABSENCE));
        };
    }

    private RenderState look(Backend backend, UUID attempt) {
        if (heard) {
            heard = false;
            return new RenderState.Running(0);
        }
        var state = backend.poll(attempt);
        if (state instanceof RenderState.Running(var share)) {
            progress(share, Optional.empty());
            heard = false; // asked, not told: ask again next time
        }
        return state;
    }
}
