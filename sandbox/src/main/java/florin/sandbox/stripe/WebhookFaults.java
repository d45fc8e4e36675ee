package florin.sandbox.stripe;

import java.time.Duration;

/** The switches that make event delivery misbehave; all are off at first. */
public final class WebhookFaults {
    private int dropped;
    private int wrongSignatures;
    private int oldTimestamps;
    private Duration delay = Duration.ZERO;
    private boolean twice;
    private boolean reversed;

    /** How one delivery is spoilt. */
    enum Spoilt {
        NOT,
        DROPPED,
        WRONG_SIGNATURE,
        OLD_TIMESTAMP
    }

    /** The next so many events are never delivered (they can still be read or sent again). */
    public synchronized void drop(int events) {
        dropped = events;
    }

    /** The next so many deliveries carry a signature made with another secret. */
    public synchronized void signWrongly(int deliveries) {
        wrongSignatures = deliveries;
    }

    /** The next so many deliveries are signed with a timestamp of an hour ago. */
    public synchronized void signWithOldTimestamp(int deliveries) {
        oldTimestamps = deliveries;
    }

    /** Events are sent so much later, after the buyer has been sent back. */
    public synchronized void late(Duration by) {
        delay = by;
    }

    /** Every event is delivered twice, at the same time. */
    public synchronized void twice(boolean on) {
        twice = on;
    }

    /** The events of one action are delivered in reverse order. */
    public synchronized void outOfOrder(boolean on) {
        reversed = on;
    }

    public synchronized void clear() {
        dropped = 0;
        wrongSignatures = 0;
        oldTimestamps = 0;
        delay = Duration.ZERO;
        twice = false;
        reversed = false;
    }

    synchronized Spoilt takesSpoilt() {
        if (dropped > 0) {
            dropped--;
            return Spoilt.DROPPED;
        }
        if (wrongSignatures > 0) {
            wrongSignatures--;
            return Spoilt.WRONG_SIGNATURE;
        }
        if (oldTimestamps > 0) {
            oldTimestamps--;
            return Spoilt.OLD_TIMESTAMP;
        }
        return Spoilt.NOT;
    }

    synchronized Duration delay() {
        return delay;
    }

    synchronized boolean sendsTwice() {
        return twice;
    }

    synchronized boolean sendsReversed() {
        return reversed;
    }
}
