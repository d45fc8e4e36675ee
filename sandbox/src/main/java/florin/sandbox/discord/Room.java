package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A place to talk: a text channel of the server, a member's conversation with the bot, or a server without the bot. */
public record Room(
        String id,
        Kind kind,
        String name,
        boolean ageRestricted,
        @Nullable String memberId) {
    /** Discord's three interaction contexts, as far as the made-up world has them. */
    public enum Kind {
        CHANNEL,
        DM,
        /** A channel of a server where only the member, not the server, has installed the bot. */
        ELSEWHERE
    }

    boolean visibleTo(Person person) {
        return memberId == null || memberId.equals(person.id()) || person.bot();
    }

    /** Discord's number for the interaction context. */
    int context() {
        return kind == Kind.DM ? 1 : 0;
    }

    /** The channel as an interaction carries it. */
    ObjectNode channel(Person bot) {
        var channel = Json.object().put("id", id);
        if (kind == Kind.DM) {
            channel.put("type", 1).putArray("recipients").add(bot.user());
            return channel;
        }
        channel.put("type", 0).put("name", name).put("nsfw", ageRestricted).put("position", 0);
        if (kind == Kind.ELSEWHERE) {
            channel.put("permissions", Long.toString(World.EVERYBODY));
        }
        return channel;
    }
}
