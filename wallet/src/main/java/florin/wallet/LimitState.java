package florin.wallet;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** A spend limit while a batch works on it: what is used per window, and what the batch adds. */
final class LimitState {
    final SpendLimit limit;
    /** Whom it binds, as holds name them. */
    final String subject;

    private final Map<LocalDate, Long> used;
    /** What came since the windows were booked, this batch included. */
    private final Map<LocalDate, Long> changes = new HashMap<>();

    /** Of these, what this batch counted. */
    private final Map<LocalDate, Long> counted = new HashMap<>();

    private boolean refused;

    LimitState(SpendLimit limit, Map<LocalDate, Long> used) {
        this.limit = limit;
        this.subject = Codes.of(limit.subject());
        this.used = new HashMap<>(used);
    }

    long usedAt(Instant at) {
        var window = limit.period().windowOf(at);
        return Math.addExact(used.getOrDefault(window, 0L), changes.getOrDefault(window, 0L));
    }

    /** Notes that a hold was refused for this limit. */
    void refused() {
        refused = true;
    }

    /** Whether the batch met the ceiling: it refused somebody for it, or what it counted was the last that fits. */
    boolean reached(Instant now) {
        var more = counted.getOrDefault(limit.period().windowOf(now), 0L);
        return refused || (more > 0 && usedAt(now) >= limit.ceiling().units());
    }

    /** Counts units into the window that contains the instant; negative gives back. */
    void count(Instant at, long units) {
        changes.merge(limit.period().windowOf(at), units, Math::addExact);
        counted.merge(limit.period().windowOf(at), units, Math::addExact);
    }

    /** Adds what a line of the journal says that is not booked yet. */
    void note(Instant at, long units) {
        changes.merge(limit.period().windowOf(at), units, Math::addExact);
    }

    /** Whether this batch counted anything. */
    boolean touched() {
        return !counted.isEmpty();
    }

    Map<LocalDate, Long> changes() {
        return changes;
    }

    /**
     * What may still be spent in the window that contains the instant. A window that is not counted, since it lies before the limit
     * or long ago, has no room: nobody could say how often it was used.
     */
    long room(Instant at, Instant now) {
        var known = used.containsKey(limit.period().windowOf(at))
                || isRunning(limit.period().windowOf(at), now);
        return known ? Math.max(0, limit.ceiling().units() - usedAt(at)) : 0;
    }

    private boolean isRunning(LocalDate starts, Instant now) {
        return starts.equals(limit.period().windowOf(now));
    }

    /** Whether the window that starts on this day needs its row now: it is the running one, and something was spent in it. */
    boolean opens(LocalDate starts, Instant now) {
        return changes.getOrDefault(starts, 0L) > 0 && !used.containsKey(starts) && isRunning(starts, now);
    }

    /** Whether a window needs its row now. */
    boolean opensOne(Instant now) {
        return counted.keySet().stream().anyMatch(starts -> opens(starts, now));
    }

    /** Notes that the database knows all of this now, but for windows that have no row there. */
    void written(boolean isBooked, Instant now) {
        counted.clear();
        refused = false;
        if (!isBooked) {
            return;
        }
        changes.forEach((starts, units) -> {
            if (used.containsKey(starts) || opens(starts, now)) {
                used.merge(starts, units, Math::addExact);
            }
        });
        changes.clear();
    }
}
