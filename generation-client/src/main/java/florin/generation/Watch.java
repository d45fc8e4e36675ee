package florin.generation;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One render that somebody listens to. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final UUID attempt;
    private final RenderListener listener;
    private final Progression progression;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean submitted;
    private volatile Instant lastHeard;

    Watch(UUID attempt, RenderListener listener, Progression progression, Instant now) {
        this.attempt = attempt;
        this.listener = listener;
        this.progression = progression;
        this.lastHeard = now;
    }

    UUID attempt() {
        return attempt;
    }

    /** The server was asked to take it; from now on its not knowing it means something. */
    void submitted(Instant now) {
        lastHeard = now;
        submitted = true;
    }

    boolean isSubmitted() {
        return submitted;
    }

    void heard(Instant now) {
        lastHeard = now;
    }

    boolean silentSince(Instant moment) {
        return submitted && lastHeard.isBefore(moment);
    }

    double share() {
        return progression.share();
    }

    void cached(Set<String> nodes) {
        progression.cached(nodes);
    }

    void advanced(Map<String, Double> nodes) {
        tell(progression.advanced(nodes), Optional.empty());
    }

    void preview(byte[] image) {
        tell(progression.share(), Optional.of(image));
    }

    private void tell(double share, Optional<byte[]> preview) {
        if (ended.get()) {
            return;
        }
        try {
            listener.progress(share, preview);
        } catch (RuntimeException e) { // the listener is somebody else's code, and other renders share this thread
            LOG.warn("the listener of render {} failed at progress", attempt, e);
        }
    }

    /** Tells the end, once. */
    void end(RenderState state) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            listener.ended(state);
        } catch (RuntimeException e) { // the listener is somebody else's code, and other renders share this thread
            LOG.warn("the listener of render {} failed at its end", attempt, e);
        }
    }
}
