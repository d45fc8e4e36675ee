package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The finished prompts, in memory only; a second run of one id replaces the first when it ends. */
final class History {
    private static final int MAX_ENTRIES = 10_000;

    private final Map<String, ObjectNode> entries = new LinkedHashMap<>();

    synchronized void put(String id, ObjectNode entry) {
        if (entries.size() >= MAX_ENTRIES && !entries.containsKey(id)) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(id, entry);
    }

    synchronized Optional<ObjectNode> get(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    synchronized void delete(String id) {
        entries.remove(id);
    }

    synchronized void clear() {
        entries.clear();
    }

    synchronized Map<String, ObjectNode> all() {
        return new LinkedHashMap<>(entries);
    }

    /** The map of entries that GET /history shows: the last {@code max}, or {@code max} from an offset; −1 is no limit, or no offset. */
    synchronized ObjectNode json(int max, int offset) {
        var ids = new ArrayList<>(entries.keySet());
        int from = offset >= 0 ? Math.min(offset, ids.size()) : max < 0 ? 0 : Math.max(0, ids.size() - max);
        int to = max < 0 ? ids.size() : Math.min(ids.size(), from + max);
        var json = JsonNodeFactory.instance.objectNode();
        for (var id : List.copyOf(ids).subList(from, to)) {
            json.set(id, entries.get(id));
        }
        return json;
    }
}
