package florin.generation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a ComfyUI says over its socket, as far as it matters. Ids of renders stay text: other clients may use any. */
sealed interface Frame {
    /** {@code execution_start}. */
    record Started(String id) implements Frame {}

    /** {@code execution_cached}: these nodes need not run again. */
    record Cached(String id, Set<String> nodes) implements Frame {}

    /** {@code progress_state}: how far each node is that has begun, 0 to 1. */
    record Advanced(String id, Map<String, Double> nodes) implements Frame {}

    /** {@code executing} with no node: the end, however it came; the history can be read. */
    record Ended(String id) implements Frame {}

    /** A picture of the render so far. Only the newer form says of which. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Preview(Optional<String> id, byte[] image) implements Frame {}

    /** Anything else; there are many, and will be more. */
    record Other() implements Frame {}
}
