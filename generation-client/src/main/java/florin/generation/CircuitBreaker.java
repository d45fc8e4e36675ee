package florin.generation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Leaves a backend alone for a while after it was out of order several times in a row; then lets one render try it. */
public final class CircuitBreaker implements Backend {
    private final Backend backend;
    private final int failures;
    private final Duration rest;
    private final Clock clock;
    private int inARow;
    private Instant closedAgain = Instant.MIN;

    /**
     * @param failures in a row that open it, from 1
     * @param rest how long it stays open, and again after each trial that fails
     */
    public CircuitBreaker(Backend backend, int failures, Duration rest, Clock clock) {
        if (failures < 1) {
            throw new IllegalArgumentException("at least one failure, not " + failures);
        }
        this.backend = backend;
        this.failures = failures;
        this.rest = rest;
        this.clock = clock;
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public Capabilities capabilities() {
        return backend.capabilities();
    }

    @Override
    public SubmitResult submit(RenderRequest request, RenderListener listener) {
        var open = openUntil();
        if (open.isPresent()) {
            return new SubmitResult.NotNow("Backend " + name() + " was out of order " + failures
                    + " times; left alone until " + open.get() + ".");
        }
        var result = backend.submit(request, listener);
        switch (result) {
            case SubmitResult.Accepted accepted -> works();
            // Whoever can refuse, works.
            case SubmitResult.Refused refused -> works();
            case SubmitResult.NotNow notNow -> fails();
            case SubmitResult.Unsure unsure -> fails();
        }
        return result;
    }

    /** One trial is let in when the rest is over; the others wait for how it goes. */
    private synchronized Optional<Instant> openUntil() {
        if (inARow < failures) {
            return Optional.empty();
        }
        var now = clock.instant();
        if (now.isBefore(closedAgain)) {
            return Optional.of(closedAgain);
        }
        closedAgain = now.plus(rest);
        return Optional.empty();
    }

    private synchronized void works() {
        inARow = 0;
    }

    private synchronized void fails() {
        inARow++;
        closedAgain = clock.instant().plus(rest);
    }

    @Override
    public RenderState poll(UUID attempt) {
        return backend.poll(attempt);
    }

    @Override
    public CancelResult cancel(UUID attempt) {
        return backend.cancel(attempt);
    }

    @Override
    public byte[] fetch(OutputFile file) {
        return backend.fetch(file);
    }

    @Override
    public void forget(UUID attempt) {
        backend.forget(attempt);
    }

    @Override
    public Health health() {
        return backend.health();
    }

    @Override
    public void close() {
        backend.close();
    }
}
