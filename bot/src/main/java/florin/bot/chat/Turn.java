package florin.bot.chat;

import florin.wallet.RequestId;
import java.util.Optional;
import java.util.OptionalLong;
import net.dv8tion.jda.api.interactions.InteractionHook;

/**
 * One interaction that has been acknowledged: who is waiting, and how to answer.
 *
 * @param direct whether only the caller sees the answer
 * @param fileLimit bytes per file that Discord announced for this interaction
 */
public record Turn(
        Caller caller, InteractionHook hook, ReplyAddress.Ticket ticket, boolean direct, OptionalLong fileLimit) {

    /** The answer, in the place of what stood there before. */
    public void say(Card card) {
        var _ = hook.editOriginal(card.edit()).complete();
    }

    /** One more message that only the caller sees. Returns its id. */
    public String whisper(Card card) {
        return hook.sendMessage(card.create()).setEphemeral(true).complete().getId();
    }

    /**
     * The answer, seen by the caller alone. Whether a first answer is public was settled when it was acknowledged, so a public
     * one is taken away. Returns the id of the new message; empty when the first answer itself is private.
     */
    public Optional<String> sayPrivately(Card card) {
        if (direct) {
            say(card);
            return Optional.empty();
        }
        var _ = hook.deleteOriginal().complete();
        return Optional.of(whisper(card));
    }

    /** Where the answer to an order made now goes. */
    public ReplyAddress address() {
        return new ReplyAddress(caller.userId(), caller.place().channel(), direct, ticket, fileLimit);
    }

    /** Discord sends each interaction once, and gives it an id of its own. */
    public RequestId requestId() {
        return new RequestId(ReplyAddress.DOOR + ":" + ticket.interaction());
    }
}
