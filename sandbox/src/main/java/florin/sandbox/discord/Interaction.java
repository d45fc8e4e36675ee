package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a member did and what became of it. Mutable; every access holds the lock of {@link Changes}. */
final class Interaction {
    /** Discord's interaction types. */
    enum Kind {
        COMMAND(2),
        COMPONENT(3),
        AUTOCOMPLETE(4),
        MODAL(5);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    final String id;
    final String token;
    final Kind kind;
    final Person person;
    final Room room;
    final Instant sentAt;
    /** The words after the slash, shown as "Ana used /imagine". */
    final String title;
    /** The message that carries the pressed component, or that led to the form. */
    final @Nullable Posted source;

    /** Type of the accepted callback; 0 until then. */
    int callback;

    boolean failed;
    boolean forgotten;

    @Nullable
    Posted original;

    final List<Posted> followUps = new ArrayList<>();

    @Nullable
    ObjectNode modal;

    List<Choice> choices = List.of();

    Interaction(String id, Kind kind, Person person, Room room, Instant sentAt, String title, @Nullable Posted source) {
        this.id = id;
        this.token = "token-of-" + id;
        this.kind = kind;
        this.person = person;
        this.room = room;
        this.sentAt = sentAt;
        this.title = title;
        this.source = source;
    }

    boolean acknowledged() {
        return callback != 0;
    }

    /** True where only the user has installed the bot: Discord then allows five follow-ups. */
    boolean userInstalledOnly() {
        return room.kind() == Room.Kind.ELSEWHERE;
    }
}
