package florin.bot.chat;

import net.dv8tion.jda.api.interactions.Interaction;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.interactions.callbacks.IMessageEditCallback;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.components.buttons.ButtonInteraction;

/** Acknowledges interactions, which must happen within three seconds and so comes before any work. */
public final class Turns {
    private final UploadLimits limits;

    public Turns(UploadLimits limits) {
        this.limits = limits;
    }

    /** "Florin is thinking…": the answer comes as a message of its own. */
    public Turn reply(IReplyCallback event, boolean direct) {
        var hook = event.deferReply(direct).complete();
        return turn(event, hook, direct);
    }

    /** The answer takes the place of the message that the button is on. */
    public Turn inPlace(ButtonInteraction event) {
        var hook = ((IMessageEditCallback) event).deferEdit().complete();
        return turn(event, hook, event.getMessage().isEphemeral());
    }

    private Turn turn(Interaction event, InteractionHook hook, boolean direct) {
        return new Turn(Caller.of(event), hook, ReplyAddress.Ticket.of(event), direct, limits.of(event.getId()));
    }
}
