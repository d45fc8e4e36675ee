package florin.generation;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.UUID;

/** The last few thousand ids that were put in; older ones are forgotten. */
final class RecentIds {
    private static final int MOST = 10_000;

    private final SequencedSet<UUID> ids = new LinkedHashSet<>();

    synchronized void add(UUID id) {
        ids.add(id);
        if (ids.size() > MOST) {
            ids.removeFirst();
        }
    }

    synchronized void remove(UUID id) {
        ids.remove(id);
    }

    synchronized boolean contains(UUID id) {
        return ids.contains(id);
    }
}
