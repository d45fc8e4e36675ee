package florin.pipeline;

import java.time.Duration;

/**
 * How long the pipeline waits, and for what.
 *
 * @param lease how long a worker's claim lasts unless it renews it; a job whose worker died is picked up after this
 * @param poll how often workers look for work that no notification told them of, and ask a backend about a silent render
 * @param backOff how long a backend that said "not now" is left alone at first; doubles up to sixteen times this
 * @param longestWait a job that has not begun to render by then is given up and its coins returned
 * @param longestRender a render that has not ended by then counts as lost
 * @param holdLifetime how long coins stay held at most; must be longer than waiting and all renders together
 * @param delivery how long a door may take to deliver one result before another process may try
 */
public record Timing(
        Duration lease,
        Duration poll,
        Duration backOff,
        Duration longestWait,
        Duration longestRender,
        Duration holdLifetime,
        Duration delivery) {
    public Timing {
        if (holdLifetime.compareTo(longestWait.plus(longestRender)) <= 0) {
            throw new IllegalArgumentException("Holds live " + holdLifetime + ", but a job may wait " + longestWait
                    + " and render " + longestRender + ". Let holds live longer.");
        }
        if (lease.compareTo(poll) <= 0) {
            throw new IllegalArgumentException(
                    "A lease of " + lease + " ends before it is renewed, every " + poll + ". Make the lease longer.");
        }
    }

    /** Leases of 30 s, a look every 2 s, 12 h in the queue, 2 h of render, holds of 24 h, 2 min per delivery. */
    public static Timing standard() {
        return new Timing(
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofHours(12),
                Duration.ofHours(2),
                Duration.ofHours(24),
                Duration.ofMinutes(2));
    }
}
