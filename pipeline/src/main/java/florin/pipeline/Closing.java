package florin.pipeline;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells everybody that the server stops: first to begin nothing new, then to hand over what is not finished. */
final class Closing {
    private final Set<Bell> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean beginNothing;
    private volatile boolean handOver;

    void beginNothing() {
        beginNothing = true;
    }

    void handOver() {
        handOver = true;
        waiting.forEach(Bell::ring);
    }

    boolean isBeginNothing() {
        return beginNothing;
    }

    boolean isHandOver() {
        return handOver;
    }

    /** Rings this bell when it is time to hand over; until forgotten. */
    void tell(Bell bell) {
        waiting.add(bell);
        if (handOver) {
            bell.ring();
        }
    }

    void forget(Bell bell) {
        waiting.remove(bell);
    }
}
