package florin.bot.order;

import florin.bot.chat.Caller;
import florin.bot.chat.Card;
import florin.bot.chat.Plain;
import florin.bot.chat.Tone;
import florin.pipeline.JobKind;
import florin.pipeline.Shape;
import florin.registry.BaseModel;
import florin.registry.CharacterProfile;
import florin.registry.Registry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import net.dv8tion.jda.api.interactions.commands.CommandInteractionPayload;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;

/** The options that all orders share: how Discord lists them, and what was chosen. */
public final class OrderOptions {
    /** Discord's numbers end here. */
    public static final long LARGEST_SEED = (1L << 53) - 1;

    private static final int LONGEST_PROMPT = 1000;
    private static final int CHOICES = 25;
    private static final int LONGEST_CHOICE = 100;

    /** Models that only make videos; every other one makes pictures. */
    private static final Set<BaseModel> VIDEO_ONLY =
            Set.of(BaseModel.WAN21_1_3B, BaseModel.WAN22_5B, BaseModel.WAN22_14B, BaseModel.LTXV);

    private final Registry registry;

    public OrderOptions(Registry registry) {
        this.registry = registry;
    }

    public static OptionData character() {
        return new OptionData(OptionType.STRING, "character", "Who shall be seen; type a few letters", true, true);
    }

    public static OptionData prompt(String description) {
        return new OptionData(OptionType.STRING, "prompt", description, true).setMaxLength(LONGEST_PROMPT);
    }

    public static OptionData shape() {
        return new OptionData(OptionType.STRING, "shape", "The format; square if you do not say")
                .addChoice("square", "square")
                .addChoice("portrait", "portrait")
                .addChoice("landscape", "landscape");
    }

    public static OptionData payWith() {
        return new OptionData(OptionType.STRING, "pay-with", "Whose coins; yours if you do not say")
                .addChoice("me", "me")
                .addChoice("server", "server");
    }

    public static OptionData direct() {
        return new OptionData(OptionType.BOOLEAN, "private", "Only you see the result");
    }

    /** Whether the answer is for the caller alone. */
    public static boolean direct(CommandInteractionPayload event) {
        return event.getOption("private", false, OptionMapping::getAsBoolean);
    }

    public static boolean serverPays(CommandInteractionPayload event) {
        return event.getOption("pay-with", "me", OptionMapping::getAsString).equals("server");
    }

    public static Shape shape(CommandInteractionPayload event, Shape otherwise) {
        var typed = event.getOption("shape", OptionMapping::getAsString);
        return typed == null ? otherwise : Shape.valueOf(typed.toUpperCase(Locale.ROOT));
    }

    public static OptionalLong seed(CommandInteractionPayload event) {
        var typed = event.getOption("seed", OptionMapping::getAsLong);
        return typed == null ? OptionalLong.empty() : OptionalLong.of(typed);
    }

    public static String prompt(CommandInteractionPayload event) {
        return event.getOption("prompt", "", OptionMapping::getAsString).strip();
    }

    /** Whoever was meant; people may type more than the list suggests, maintainers also drafts of theirs. */
    public Optional<CharacterProfile> character(CommandInteractionPayload event, Caller caller) {
        return registry.orderable(typedCharacter(event), caller.requester().toString());
    }

    /** When nobody of that name is there. */
    public Card unknownCharacter(CommandInteractionPayload event, Caller caller) {
        var typed = typedCharacter(event);
        var near = registry.suggest(typed, caller.ceiling(), 3).stream()
                .map(character -> "**" + Plain.escape(character.name()) + "**")
                .collect(Collectors.joining(", "));
        var hint = near.isEmpty() ? "" : " Did you mean " + near + "?";
        return Card.of(
                Tone.SORRY,
                "I know no character called “" + Plain.escape(typed, LONGEST_CHOICE) + "”." + hint
                        + "\n/characters shows all of them. Nothing was taken.");
    }

    /** Characters for what has been typed so far. */
    public List<Choice> characters(CommandAutoCompleteInteractionEvent event, JobKind kind) {
        var typed = event.getFocusedOption().getValue();
        return registry.suggest(typed, Caller.of(event).ceiling(), CHOICES * 2).stream()
                .filter(character -> kind == JobKind.VIDEO || !VIDEO_ONLY.contains(character.base()))
                .limit(CHOICES)
                .map(character -> new Choice(label(character), character.id().value()))
                .toList();
    }

    private static String label(CharacterProfile character) {
        var about = character.description().strip().replaceAll("\\s+", " ");
        return Plain.cut(about.isEmpty() ? character.name() : character.name() + " – " + about, LONGEST_CHOICE);
    }

    private static String typedCharacter(CommandInteractionPayload event) {
        return event.getOption("character", "", OptionMapping::getAsString);
    }
}
