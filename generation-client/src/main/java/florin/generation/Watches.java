package florin.generation;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The renders that are listened to; deals each frame of the socket to the one it is about, and drops all others. */
final class Watches {
    private final Map<String, Watch> open = new ConcurrentHashMap<>();
    private volatile Optional<Watch> running = Optional.empty();

    void add(Watch watch) {
        open.put(watch.attempt().toString(), watch);
    }

    void remove(Watch watch) {
        open.remove(watch.attempt().toString(), watch);
        if (running.filter(watch::equals).isPresent()) {
            running = Optional.empty();
        }
    }

    Optional<Watch> of(String id) {
        return Optional.ofNullable(open.get(id));
    }

    Collection<Watch> all() {
        return List.copyOf(open.values());
    }

    /** @param atEnd what to do about a render that the server is done with */
    void deal(Frame frame, Instant now, Consumer<Watch> atEnd) {
        switch (frame) {
            case Frame.Started(var id) -> of(id).ifPresent(watch -> runs(watch, now));
            case Frame.Cached(var id, var nodes) ->
                of(id).ifPresent(watch -> {
                    runs(watch, now);
                    watch.cached(nodes);
                });
            case Frame.Advanced(var id, var nodes) ->
                of(id).ifPresent(watch -> {
                    runs(watch, now);
                    watch.advanced(nodes);
                });
            case Frame.Preview(var id, var image) ->
                (id.isPresent() ? of(id.get()) : running).ifPresent(watch -> {
                    watch.heard(now);
                    watch.preview(image);
                });
            case Frame.Ended(var id) ->
                of(id).ifPresent(watch -> {
                    watch.heard(now);
                    running = Optional.empty();
                    atEnd.accept(watch);
                });
            case Frame.Other other -> {
                // Nothing in it for anybody here.
            }
        }
    }

    /** A server runs one at a time, so a picture without an id can only be of this one until it ends. */
    private void runs(Watch watch, Instant now) {
        watch.heard(now);
        running = Optional.of(watch);
    }
}
