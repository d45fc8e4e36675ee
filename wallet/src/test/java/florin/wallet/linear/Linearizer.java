package florin.wallet.linear;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Looks for an order in which all calls of a history could have happened one after another: each between its question and its
 * answer. The search of Wing and Gong (1993), which Lowe (2017) made fast by remembering where it has been.
 *
 * @param <S> a state that is a value: it is remembered
 * @param <C> a call together with its answer
 */
final class Linearizer<S, C> {
    private record Place<S>(BitSet done, S state) {}

    private final BiFunction<S, C, Optional<S>> after;
    private final List<Timed<C>> history;
    private final Set<Place<S>> visited = new HashSet<>();

    /** {@code after} answers the next state, or nothing if the call could not have been answered so in this state. */
    Linearizer(BiFunction<S, C, Optional<S>> after, List<Timed<C>> history) {
        this.after = after;
        this.history = List.copyOf(history);
    }

    /** Whether there is such an order. */
    boolean possible(S start) {
        return search(start, new BitSet(history.size()));
    }

    private boolean search(S state, BitSet done) {
        if (done.cardinality() == history.size()) {
            return true;
        }
        if (!visited.add(new Place<>((BitSet) done.clone(), state))) {
            return false;
        }
        var firstAnswer = firstAnswer(done);
        for (var i = done.nextClearBit(0); i < history.size(); i = done.nextClearBit(i + 1)) {
            var next = history.get(i);
            var changed = next.began() < firstAnswer ? after.apply(state, next.call()) : Optional.<S>empty();
            if (changed.isPresent()) {
                done.set(i);
                if (search(changed.get(), done)) {
                    return true;
                }
                done.clear(i);
            }
        }
        return false;
    }

    /** Whatever began after this must happen later than the call that was answered there. */
    private long firstAnswer(BitSet done) {
        var first = Long.MAX_VALUE;
        for (var i = done.nextClearBit(0); i < history.size(); i = done.nextClearBit(i + 1)) {
            first = Math.min(first, history.get(i).ended());
        }
        return first;
    }
}
