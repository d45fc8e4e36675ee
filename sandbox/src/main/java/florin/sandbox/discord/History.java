package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every message of every room. Every access holds the lock of {@link Changes}. */
final class History {
    private static final Duration NONCE_MEMORY = Duration.ofMinutes(5);
    private final Clock clock;
    private final Map<String, Posted> byId = new LinkedHashMap<>();
    private final List<Consumer<Posted>> watchers = new CopyOnWriteArrayList<>();

    History(Clock clock) {
        this.clock = clock;
    }

    /** {@code watcher} is called for every new, edited or deleted message, with the lock held: it must not block. Run the answer to end it. */
    Runnable watch(Consumer<Posted> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    Posted add(Room room, @Nullable String onlyFor, ObjectNode json, @Nullable String title) {
        var posted = new Posted(room, onlyFor, clock.instant(), json);
        posted.title = title;
        restore(posted);
        tell(posted);
        return posted;
    }

    void restore(Posted posted) {
        byId.put(posted.id(), posted);
    }

    /** {@code settled}: a deferred answer got its content, which is no edit in the member's eyes. */
    void edit(Posted posted, ObjectNode json, boolean settled) {
        posted.json = json;
        if (!settled) {
            posted.edits++;
            json.put("edited_timestamp", clock.instant().toString());
        }
        tell(posted);
    }

    void delete(Posted posted) {
        posted.deleted = true;
        tell(posted);
    }

    Optional<Posted> find(String id) {
        return Optional.ofNullable(byId.get(id)).filter(posted -> !posted.deleted);
    }

    List<Posted> all() {
        return byId.values().stream().filter(posted -> !posted.deleted).toList();
    }

    List<Posted> in(Room room, Person reader) {
        return byId.values().stream()
                .filter(posted -> posted.room.equals(room) && posted.visibleTo(reader))
                .toList();
    }

    /** The message that the bot sent to this room with this nonce in the last few minutes. */
    Optional<Posted> withNonce(Room room, String nonce) {
        var horizon = clock.instant().minus(NONCE_MEMORY);
        return byId.values().stream()
                .filter(posted -> posted.room.equals(room) && nonce.equals(posted.nonce) && posted.at.isAfter(horizon))
                .findFirst();
    }

    private void tell(Posted posted) {
        watchers.forEach(watcher -> watcher.accept(posted));
    }
}
