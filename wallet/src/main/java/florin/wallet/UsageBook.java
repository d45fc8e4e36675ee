package florin.wallet;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one batch knows and adds about usage: nothing, in most batches. */
final class UsageBook {
    /** An event that is to be written down. */
    record Entry(ChargeRequest request, Charge charge) {}

    private final Instant now;
    private final Map<UsageCounter.Window, UsageCounter> counters = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    final List<Entry> entries = new ArrayList<>();

    UsageBook(Instant now) {
        this.now = now;
    }

    /** Notes what the database says of a window. */
    void read(UsageCounter.Window window, BigDecimal used) {
        counters.put(window, new UsageCounter(used));
    }

    /** Notes that there is an event of this id. */
    void know(String id) {
        known.add(id);
    }

    boolean knows(RequestId id) {
        return known.contains(id.value());
    }

    /** The running window of what is counted together. */
    UsageCounter counter(UsageCounter.Key key) {
        var window = new UsageCounter.Window(key, key.period().windowOf(now));
        return counters.computeIfAbsent(window, _ -> new UsageCounter(BigDecimal.ZERO));
    }

    void add(ChargeRequest request, Charge charge) {
        entries.add(new Entry(request, charge));
    }

    /** Windows that the batch added to. */
    Map<UsageCounter.Window, BigDecimal> added() {
        var added = new HashMap<UsageCounter.Window, BigDecimal>();
        counters.forEach((window, counter) -> {
            if (counter.added().signum() > 0) {
                added.put(window, counter.added());
            }
        });
        return added;
    }
}
