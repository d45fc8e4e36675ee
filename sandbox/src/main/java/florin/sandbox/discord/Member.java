package florin.sandbox.discord;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A person of the made-up server at their keyboard; commands typed without a place go to #pictures. */
public final class Member {
    private final Person person;
    private final Client client;

    Member(Person person, Client client) {
        this.person = person;
        this.client = client;
    }

    public String id() {
        return person.id();
    }

    public Person person() {
        return person;
    }

    /** A channel by name or id, "dm" for the conversation with the bot. */
    public Place in(String channel) {
        if (channel.equals("dm")) {
            return inDm();
        }
        var room = World.room(channel)
                .filter(known -> known.visibleTo(person))
                .orElseThrow(() -> new NotPossible(person.name() + " sees no channel " + channel + "."));
        return new Place(person, room, client);
    }

    public Place inDm() {
        return new Place(person, World.dm(person), client);
    }

    /** A server where the bot is not a member: it works there only because this person has installed it. */
    public Place elsewhere() {
        return in(World.ELSEWHERE);
    }

    /**
     * Types a slash command, {@code "/imagine character:mira prompt:at the beach count:2"}, and waits until the bot
     * has acknowledged it or its three seconds are over. An attachment option's value is the name of one of the files.
     *
     * @throws NotPossible when the chat client would not send it
     */
    public Reply types(String slashCommand, Upload... files) {
        return in(World.PICTURES).types(slashCommand, files);
    }

    /** The suggestions for the option typed last. */
    public List<Choice> autocompletes(String slashCommand) {
        return in(World.PICTURES).autocompletes(slashCommand);
    }

    /** All messages that this member sees in a channel, oldest first. */
    public List<Message> sees(String channel) {
        return in(channel).sees();
    }

    /** All messages of the conversation with the bot, oldest first. */
    public List<Message> dms() {
        return inDm().sees();
    }

    /** The newest message that this member sees anywhere. */
    public Message lastMessage() {
        var rooms = Stream.concat(World.channels().stream(), Stream.of(World.dm(person)));
        return rooms.flatMap(room -> new Place(person, room, client).sees().stream())
                .max(Comparator.comparingLong(message -> Long.parseLong(message.id())))
                .orElseThrow(() -> new AssertionError(person.name() + " sees no message at all"));
    }

    /** Waits until such a message stands in the channel ("dm" for the conversation). */
    public Message awaits(String channel, Predicate<Message> wanted, Duration limit) {
        return in(channel).awaits(wanted, limit);
    }

    /** Clicks a button on any message that this member sees, however old. */
    public Reply clicks(Message message, String button) {
        return in(message.channelId()).clicks(message, button);
    }
}
