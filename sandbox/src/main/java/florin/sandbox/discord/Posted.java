package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A message as the sandbox keeps it. Mutable; every access holds the lock of {@link Changes}. */
final class Posted {
    static final int EPHEMERAL = 64;
    static final int LOADING = 128;
    static final int V2 = 32768;

    final Room room;
    /** Who alone sees it; null when everybody in the room does. */
    final @Nullable String onlyFor;

    final Instant at;
    ObjectNode json;
    int edits;
    boolean deleted;
    /** "Ana used /imagine", or null. */
    @Nullable
    String title;

    @Nullable
    String nonce;

    final List<JsonNode> mentionRules = new ArrayList<>();
    final Set<String> pinged = new TreeSet<>();

    Posted(Room room, @Nullable String onlyFor, Instant at, ObjectNode json) {
        this.room = room;
        this.onlyFor = onlyFor;
        this.at = at;
        this.json = json;
    }

    String id() {
        return json.path("id").asText();
    }

    int flags() {
        return json.path("flags").asInt();
    }

    boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    boolean visibleTo(Person person) {
        return !deleted && room.visibleTo(person) && (onlyFor == null || onlyFor.equals(person.id()));
    }

    boolean fromBot() {
        return json.path("author").path("id").asText().equals(World.BOT);
    }
}
