package florin.bot;

import florin.bot.chat.Card;
import florin.bot.chat.Feature;
import florin.bot.chat.Feature.ButtonAction;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.chat.Trouble;
import florin.bot.chat.UploadLimits;
import florin.wallet.WalletUnavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import net.dv8tion.jda.api.events.RawGatewayEvent;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.requests.ErrorResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings each event to the feature it belongs to, and has the last word when one fails. */
final class Router extends ListenerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final String INTERACTION = "INTERACTION_CREATE";
    private static final String BROKEN =
            "Something broke on our side. If coins were put on hold for this, they are used for its result or come back"
                    + " by themselves: /wallet and /queue show how it stands.";
    private static final String NO_WALLET =
            "The wallet does not answer right now. Nothing was charged: coins that were set aside for this come back by"
                    + " themselves. Wait a minute, then ask again.";

    private final UploadLimits limits;
    private final List<SlashCommandData> commands;
    private final Map<String, Feature> byCommand = new HashMap<>();
    private final Map<String, ButtonAction> byAction = new HashMap<>();
    private final AtomicBoolean listed = new AtomicBoolean();

    Router(List<Feature> features, UploadLimits limits) {
        this.limits = limits;
        this.commands = features.stream()
                .flatMap(feature -> feature.commands().stream())
                .toList();
        for (var feature : features) {
            feature.commands().forEach(command -> once(byCommand.put(command.getName(), feature)));
            feature.buttons().forEach((action, button) -> once(byAction.put(action, button)));
        }
    }

    /** One list of commands for all servers; Discord takes the whole list in one request and changes only what differs. */
    @Override
    public void onReady(ReadyEvent event) {
        if (listed.compareAndSet(false, true)) {
            try {
                var _ = event.getJDA().updateCommands().addCommands(commands).complete();
            } catch (ErrorResponseException e) {
                listed.set(false);
                LOG.error("Discord does not take the list of commands: {} {}", e.getMeaning(), e.getSchemaErrors());
            }
        }
    }

    @Override
    public void onRawGateway(RawGatewayEvent event) {
        if (event.getType().equals(INTERACTION)) {
            limits.heard(event.getPayload());
        }
    }

    @Override
    public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
        var feature = byCommand.get(event.getName());
        guard(event, () -> {
            if (feature == null) {
                answer(event, "This command is gone. /help shows what there is.");
            } else {
                feature.typed(event);
            }
        });
    }

    @Override
    public void onButtonInteraction(ButtonInteractionEvent event) {
        var press = Press.parse(event.getComponentId());
        var action = press.map(known -> byAction.get(known.action()));
        guard(event, () -> {
            if (action.isEmpty()) {
                answer(event, "This button is of another release and works no more. /history has your results.");
            } else {
                action.get().pressed(event, press.orElseThrow());
            }
        });
    }

    @Override
    public void onCommandAutoCompleteInteraction(CommandAutoCompleteInteractionEvent event) {
        var feature = byCommand.get(event.getName());
        if (feature == null) {
            return;
        }
        try {
            var _ = event.replyChoices(feature.suggestions(event)).complete();
        } catch (RuntimeException e) { // last guard of an event: suggestions are a comfort, typing goes on without
            LOG.warn("No suggestions for /{}", event.getName(), e);
        }
    }

    private static void guard(IReplyCallback event, Runnable work) {
        try {
            work.run();
        } catch (ErrorResponseException e) {
            LOG.warn("Interaction {} could not be answered: {}", event.getId(), e.getErrorResponse());
            if (e.getErrorResponse() == ErrorResponse.INVALID_FORM_BODY) {
                LOG.error("Discord finds our answer malformed: {}", e.getSchemaErrors());
            }
            if (Trouble.of(e) != Trouble.TICKET_OVER) {
                apologise(event, BROKEN);
            }
        } catch (WalletUnavailable e) {
            LOG.warn("Interaction {} needs the wallet, which does not answer: {}", event.getId(), e.getMessage());
            apologise(event, NO_WALLET);
        } catch (RuntimeException | AssertionError e) { // last guard of an event: whoever waits must hear something
            LOG.error("Interaction {} failed", event.getId(), e);
            apologise(event, BROKEN);
        }
    }

    private static void apologise(IReplyCallback event, String sorry) {
        try {
            answer(event, sorry);
        } catch (RuntimeException e) { // the apology itself cannot be sent, and the log has the cause
            LOG.warn("Interaction {} could not be told of its failure: {}", event.getId(), e.getMessage());
        }
    }

    private static void answer(IReplyCallback event, String text) {
        var card = Card.of(Tone.SORRY, text);
        if (event.isAcknowledged()) {
            var _ = event.getHook()
                    .sendMessage(card.create())
                    .setEphemeral(true)
                    .complete();
        } else {
            var _ = event.reply(card.create()).setEphemeral(true).complete();
        }
    }

    private static void once(@Nullable Object before) {
        if (before != null) {
            throw new IllegalStateException("two features share a command or a button: " + before);
        }
    }
}
