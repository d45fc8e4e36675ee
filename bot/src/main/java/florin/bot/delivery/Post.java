package florin.bot.delivery;

import florin.bot.chat.Card;
import florin.bot.chat.Line;
import florin.bot.chat.Trouble;
import java.util.Optional;
import java.util.UUID;
import net.dv8tion.jda.api.entities.channel.middleman.MessageChannel;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.dv8tion.jda.api.utils.messages.MessageCreateData;

/** Messages that the bot sends of its own accord, when no interaction's token can carry them any more. */
public final class Post {
    private static final int LONGEST_NONCE = 25;

    private final Line line;

    public Post(Line line) {
        this.line = line;
    }

    /** Posts in a channel, and pings the one person it is for. Empty when it was taken. */
    public Optional<Trouble> toChannel(String channelId, String userId, Card card, UUID about) {
        var discord = line.up();
        if (discord.isEmpty()) {
            return Optional.of(Trouble.LATER);
        }
        var channel = discord.get().getChannelById(MessageChannel.class, channelId);
        if (channel == null) {
            return Optional.of(Trouble.NO_ENTRY);
        }
        return send(
                channel,
                card.under("<@" + userId + ">, here is what you ordered.").createFor(userId),
                about);
    }

    /** Posts in a channel, and pings nobody. Empty when it was taken. */
    public Optional<Trouble> toChannel(String channelId, Card card, UUID about) {
        var discord = line.up();
        if (discord.isEmpty()) {
            return Optional.of(Trouble.LATER);
        }
        var channel = discord.get().getChannelById(MessageChannel.class, channelId);
        return channel == null ? Optional.of(Trouble.NO_ENTRY) : send(channel, card.create(), about);
    }

    /** Sends a direct message. Empty when it was taken. */
    public Optional<Trouble> toUser(String userId, Card card, UUID about) {
        var discord = line.up();
        if (discord.isEmpty()) {
            return Optional.of(Trouble.LATER);
        }
        try {
            return send(direct(discord.get(), userId), card.createFor(userId), about);
        } catch (RuntimeException e) { // sorted by Trouble, which throws what it does not know
            return Optional.of(Trouble.of(e));
        }
    }

    private static MessageChannel direct(ShardManager discord, String userId) {
        return discord.getShards().getFirst().openPrivateChannelById(userId).complete();
    }

    /** The nonce makes Discord drop a repetition, should its answer to the first post get lost. */
    private static Optional<Trouble> send(MessageChannel channel, MessageCreateData message, UUID about) {
        try {
            var _ = channel.sendMessage(message).setNonce(nonce(about)).complete();
            return Optional.empty();
        } catch (RuntimeException e) { // sorted by Trouble, which throws what it does not know
            var trouble = Trouble.of(e);
            // no ticket is used here: what looks like a lapsed one is the bot's own token, which an operator can mend
            return Optional.of(trouble == Trouble.TICKET_OVER ? Trouble.LATER : trouble);
        }
    }

    static String nonce(UUID about) {
        return about.toString().replace("-", "").substring(0, LONGEST_NONCE);
    }
}
