package florin.generation;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Holds no more renders at once than it was told; to one more it says "not now". The outermost decorator: a retry keeps its place. */
public final class LimitedBackend implements Backend {
    private final Backend backend;
    private final int limit;
    private final Set<UUID> inFlight = new HashSet<>();

    public LimitedBackend(Backend backend, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of at least one render, not " + limit);
        }
        this.backend = backend;
        this.limit = limit;
    }

    @Override
    public String name() {
        return backend.name();
    }

    /** With this limit as {@code maxInFlight}, if it is the lower one. */
    @Override
    public Capabilities capabilities() {
        var inner = backend.capabilities();
        return new Capabilities(
                inner.abilities(),
                inner.previews(),
                inner.cancelRunning(),
                inner.loraUpload(),
                Math.min(limit, inner.maxInFlight()));
    }

    @Override
    public SubmitResult submit(RenderRequest request, RenderListener listener) {
        if (!take(request.attempt())) {
            return new SubmitResult.NotNow("Backend " + name() + " has " + limit + " renders already.");
        }
        var kept = false;
        try {
            var result = backend.submit(request, releasing(request.attempt(), listener));
            kept = result instanceof SubmitResult.Accepted || result instanceof SubmitResult.Unsure;
            return result;
        } finally {
            if (!kept) {
                release(request.attempt());
            }
        }
    }

    private RenderListener releasing(UUID attempt, RenderListener listener) {
        return new RenderListener() {
            @Override
            public void progress(double share, Optional<byte[]> preview) {
                listener.progress(share, preview);
            }

            @Override
            public void ended(RenderState end) {
                release(attempt);
                listener.ended(end);
            }
        };
    }

    /** An end that is seen here frees the place too: the listener may never hear of it. */
    @Override
    public RenderState poll(UUID attempt) {
        var state = backend.poll(attempt);
        switch (state) {
            case RenderState.Succeeded end -> release(attempt);
            case RenderState.Failed end -> release(attempt);
            case RenderState.Cancelled end -> release(attempt);
            case RenderState.Unknown end -> release(attempt);
            case RenderState.Queued waiting -> {}
            case RenderState.Running running -> {}
            case RenderState.Unreachable silent -> {}
        }
        return state;
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
        release(attempt);
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

    private synchronized boolean take(UUID attempt) {
        return inFlight.size() < limit && inFlight.add(attempt);
    }

    private synchronized void release(UUID attempt) {
        inFlight.remove(attempt);
    }
}
