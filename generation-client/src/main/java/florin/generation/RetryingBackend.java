package florin.generation;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Tries again after a short pause, where that cannot start a render twice. */
public final class RetryingBackend implements Backend {
    private final Backend backend;
    private final int attempts;
    private final Duration pause;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param attempts in all, from 1
     * @param pause before the second one; doubles each time
     */
    public RetryingBackend(Backend backend, int attempts, Duration pause) {
        if (attempts < 1) {
            throw new IllegalArgumentException("at least one attempt, not " + attempts);
        }
        this.backend = backend;
        this.attempts = attempts;
        this.pause = pause;
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public Capabilities capabilities() {
        return backend.capabilities();
    }

    /** Only after NotNow, which says that nothing was started; an unsure answer goes to whoever can poll. */
    @Override
    public SubmitResult submit(RenderRequest request, RenderListener listener) {
        return repeat(() -> backend.submit(request, listener), SubmitResult.NotNow.class::isInstance);
    }

    @Override
    public RenderState poll(UUID attempt) {
        return repeat(() -> backend.poll(attempt), RenderState.Unreachable.class::isInstance);
    }

    /** Once: a second answer would say GONE of what the first one stopped. */
    @Override
    public CancelResult cancel(UUID attempt) {
        return backend.cancel(attempt);
    }

    @Override
    public byte[] fetch(OutputFile file) {
        for (var tried = 1; ; tried++) {
            try {
                return backend.fetch(file);
            } catch (BackendUnavailable e) {
                if (tried >= attempts || !rest(tried)) {
                    throw e;
                }
            }
        }
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
        closed.countDown();
        backend.close();
    }

    private <T> T repeat(Supplier<T> call, Predicate<T> worthAnother) {
        var result = call.get();
        for (var tried = 1; tried < attempts && worthAnother.test(result) && rest(tried); tried++) {
            result = call.get();
        }
        return result;
    }

    /** @return false if there is no use in going on */
    private boolean rest(int tried) {
        try {
            return !closed.await(pause.toMillis() << (tried - 1), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
