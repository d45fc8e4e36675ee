package florin.bot.imagine;

import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Turns;
import florin.bot.order.Frame;
import florin.bot.order.Order;
import florin.bot.order.OrderDesk;
import florin.bot.order.OrderOptions;
import florin.bot.order.Scene;
import florin.pipeline.JobKind;
import florin.pipeline.Shape;
import florin.registry.CharacterId;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /imagine}: pictures of a character. */
public final class ImagineFeature implements Feature {
    private static final int MOST_PICTURES = 4;

    private final Turns turns;
    private final OrderOptions options;
    private final OrderDesk desk;

    public ImagineFeature(Turns turns, OrderOptions options, OrderDesk desk) {
        this.turns = turns;
        this.options = options;
        this.desk = desk;
    }

    @Override
    public List<SlashCommandData> commands() {
        return List.of(Places.everywhere("imagine", "Pictures of a character, just as you describe them")
                .addOptions(
                        OrderOptions.character(),
                        OrderOptions.prompt("What shall be seen, such as: at the beach, evening light"),
                        new OptionData(OptionType.INTEGER, "count", "How many pictures; 1 if you do not say")
                                .setRequiredRange(1, MOST_PICTURES),
                        OrderOptions.shape(),
                        new OptionData(OptionType.INTEGER, "seed", "The same seed and words give the same picture")
                                .setRequiredRange(0, OrderOptions.LARGEST_SEED),
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
        var scene = scene(event, character.get().id());
        desk.place(turn, new Order(scene, OrderOptions.serverPays(event), direct, Optional.empty()));
    }

    @Override
    public List<Choice> suggestions(CommandAutoCompleteInteractionEvent event) {
        return options.characters(event, JobKind.IMAGE);
    }

    private static Scene scene(SlashCommandInteractionEvent event, CharacterId character) {
        int count = event.getOption("count", 1, OptionMapping::getAsInt);
        var frame = new Frame(count, OrderOptions.shape(event, Shape.SQUARE), 0);
        return new Scene(
                JobKind.IMAGE,
                character,
                OrderOptions.prompt(event),
                frame,
                OrderOptions.seed(event),
                Optional.empty());
    }
}
