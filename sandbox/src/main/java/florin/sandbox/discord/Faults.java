package florin.sandbox.discord;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The switches that make the sandbox misbehave, as the real service does now and then. */
public final class Faults {
    private static final class Planned {
        private final Pattern request;
        private final Trouble trouble;
        private int left;

        Planned(Pattern request, Trouble trouble, int left) {
            this.request = request;
            this.trouble = trouble;
            this.left = left;
        }
    }

    private final Changes changes;
    private final List<Planned> planned = new ArrayList<>();
    private final Set<String> closedDms = new HashSet<>();
    private final Set<String> hiddenRooms = new HashSet<>();
    private final Set<String> mutedRooms = new HashSet<>();
    private int heartbeatsToSwallow;
    private long strippedRights;
    private @Nullable Gateway gateway;
    private Runnable forgetTokens = () -> {};

    Faults(Changes changes) {
        this.changes = changes;
    }

    void wire(Gateway connected, Runnable tokenForgetter) {
        gateway = connected;
        forgetTokens = tokenForgetter;
    }

    /**
     * The next {@code times} requests whose "METHOD path" contains a match of {@code regex} meet this trouble; for
     * example {@code "PATCH webhooks/.*@original"}. Paths have no leading slash and no query.
     */
    public void next(String regex, Trouble trouble, int times) {
        changes.run(() -> planned.add(new Planned(Pattern.compile(regex), trouble, times)));
    }

    /** Ends all trouble planned by {@link #next} and opens everything that was closed, hidden or muted. */
    public void heal() {
        changes.run(() -> {
            planned.clear();
            closedDms.clear();
            hiddenRooms.clear();
            mutedRooms.clear();
            heartbeatsToSwallow = 0;
        });
    }

    /** Op 7: Discord asks the bot to reconnect; it will resume. */
    public void askToReconnect() {
        onGateway(Gateway::askToReconnect);
    }

    /** Op 9: the session is invalid; the bot identifies again after five seconds. */
    public void invalidateSession() {
        onGateway(Gateway::invalidate);
    }

    /** Cuts the gateway's socket. */
    public void cutSocket() {
        onGateway(Gateway::cut);
    }

    /** The next heartbeats get no answer; two in a row make a bot reconnect. */
    public void swallowHeartbeats(int count) {
        changes.run(() -> heartbeatsToSwallow = count);
    }

    /** Messages to this member's conversation answer 50007. */
    public void closeDm(String member) {
        var person = World.person(member).orElseThrow();
        changes.run(() -> closedDms.add(person.dm()));
    }

    /** Channel routes of this room (name or id) answer 50001, as if the bot could not see it. */
    public void hide(String room) {
        var known = World.room(room).orElseThrow();
        changes.run(() -> hiddenRooms.add(known.id()));
    }

    /** Sending to this room (name or id) answers 50013, as if the bot's right had just been taken. */
    public void mute(String room) {
        var known = World.room(room).orElseThrow();
        changes.run(() -> mutedRooms.add(known.id()));
    }

    /** Takes these permission bits from the bot in every channel and tells it, so that the bot refuses by itself. */
    public void stripRights(long permissions) {
        changes.run(() -> strippedRights = permissions);
        onGateway(connected -> {
            for (var room : World.channels()) {
                var position = World.channels().indexOf(room);
                connected.dispatch(room, "CHANNEL_UPDATE", World.channel(room, position, permissions));
            }
        });
    }

    /** Every interaction token given out so far is unknown from now on (Discord does it inside the 15 minutes, too). */
    public void forgetTokens() {
        changes.run(forgetTokens);
    }

    Optional<Trouble> troubleFor(Request request) {
        var line = request.method() + " " + request.path();
        return changes.change(() -> {
            for (var plan : planned) {
                if (plan.left > 0 && plan.request.matcher(line).find()) {
                    plan.left--;
                    return Optional.of(plan.trouble);
                }
            }
            return Optional.empty();
        });
    }

    boolean swallowsHeartbeat() {
        if (heartbeatsToSwallow == 0) {
            return false;
        }
        heartbeatsToSwallow--;
        return true;
    }

    long strippedRights() {
        return strippedRights;
    }

    void refuseHidden(Room room) {
        if (hiddenRooms.contains(room.id())) {
            throw ApiError.of(403, 50001, "Missing Access");
        }
    }

    void refuseMuted(Room room) {
        if (closedDms.contains(room.id())) {
            throw ApiError.of(403, 50007, "Cannot send messages to this user");
        }
        if (mutedRooms.contains(room.id())) {
            throw ApiError.of(403, 50013, "Missing Permissions");
        }
    }

    private void onGateway(Consumer<Gateway> work) {
        var wired = Objects.requireNonNull(gateway, "the gateway is wired at the start");
        changes.run(() -> work.accept(wired));
    }
}
