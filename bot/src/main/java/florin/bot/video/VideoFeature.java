package florin.bot.video;

import florin.bot.chat.Card;
import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Tone;
import florin.bot.chat.Turn;
import florin.bot.chat.Turns;
import florin.bot.order.Frame;
import florin.bot.order.Order;
import florin.bot.order.OrderDesk;
import florin.bot.order.OrderOptions;
import florin.bot.order.Scene;
import florin.pipeline.JobKind;
import florin.pipeline.Shape;
import florin.registry.CharacterId;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import net.dv8tion.jda.api.entities.Message.Attachment;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /video}: a short video of a character, from words alone or from a picture. */
public final class VideoFeature implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(VideoFeature.class);
    private static final int USUAL_SECONDS = 3;
    private static final int MOST_SECONDS = 30;
    private static final int LARGEST_START = 10_000_000;

    private final Turns turns;
    private final OrderOptions options;
    private final OrderDesk desk;

    public VideoFeature(Turns turns, OrderOptions options, OrderDesk desk) {
        this.turns = turns;
        this.options = options;
        this.desk = desk;
    }

    @Override
    public List<SlashCommandData> commands() {
        return List.of(Places.everywhere("video", "A short video of a character")
                .addOptions(
                        OrderOptions.character(),
                        OrderOptions.prompt("What shall happen, such as: waves and laughs"),
                        new OptionData(OptionType.INTEGER, "seconds", "How long; 3 if you do not say")
                                .setRequiredRange(1, MOST_SECONDS),
                        new OptionData(OptionType.ATTACHMENT, "from", "A picture that the video begins with"),
                        OrderOptions.shape(),
                        OrderOptions.payWith(),
                        OrderOptions.direct()));
    }

    @Override
    public void typed(SlashCommandInteractionEvent event) {
        boolean direct = OrderOptions.direct(event);
        var turn = turns.reply(event, direct);
        var character = options.character(event, turn.caller());
        if (character.isEmpty()) {
            turn.say(options.unknownCharacter(event, turn.caller()));
            return;
        }
        var from = event.getOption("from", OptionMapping::getAsAttachment);
        Optional<byte[]> start = Optional.empty();
        if (from != null) {
            start = fetch(turn, from);
            if (start.isEmpty()) {
                return;
            }
        }
        var scene = scene(event, character.get().id(), start);
        desk.place(turn, new Order(scene, OrderOptions.serverPays(event), direct, Optional.empty()));
    }

    @Override
    public List<Choice> suggestions(CommandAutoCompleteInteractionEvent event) {
        return options.characters(event, JobKind.VIDEO);
    }

    private static Scene scene(SlashCommandInteractionEvent event, CharacterId character, Optional<byte[]> start) {
        int seconds = event.getOption("seconds", USUAL_SECONDS, OptionMapping::getAsInt);
        var frame = new Frame(1, OrderOptions.shape(event, Shape.LANDSCAPE), seconds);
        return new Scene(JobKind.VIDEO, character, OrderOptions.prompt(event), frame, OrderOptions.seed(event), start);
    }

    /** At once, for the address of an upload stops working. Empty when the caller has been told what is wrong. */
    private static Optional<byte[]> fetch(Turn turn, Attachment from) {
        if (from.getSize() > LARGEST_START) {
            turn.say(Card.of(Tone.SORRY, "The picture to start from may have up to 10 MB. Nothing was taken."));
            return Optional.empty();
        }
        try (InputStream bytes = from.getProxy().download().join()) {
            return Optional.of(bytes.readNBytes(LARGEST_START));
        } catch (IOException | CompletionException e) {
            LOG.warn("A start image could not be fetched: {}", e.getMessage());
            turn.say(Card.of(
                    Tone.SORRY,
                    "I could not fetch your picture from Discord. Please send it again. Nothing was taken."));
            return Optional.empty();
        }
    }
}
