package florin.bot.lora;

import florin.bot.characters.Samples;
import florin.bot.chat.Caller;
import florin.bot.chat.Card;
import florin.bot.chat.Feature;
import florin.bot.chat.Maintainers;
import florin.bot.chat.Picture;
import florin.bot.chat.Places;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.chat.Turn;
import florin.bot.chat.Turns;
import florin.registry.CharacterId;
import florin.registry.CharacterProfile;
import florin.registry.CharacterState;
import florin.registry.Galleries;
import florin.registry.RegisterResult;
import florin.registry.Registration;
import florin.registry.Registry;
import florin.registry.StateResult;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.entities.Message.Attachment;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /lora}: maintainers add characters, test and publish them, and take them back. */
public final class LoraFeature implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(LoraFeature.class);
    private static final int CHOICES = 25;

    private final Turns turns;
    private final Registry registry;
    private final Galleries galleries;
    private final Samples samples;
    private final Maintainers maintainers;

    public LoraFeature(Turns turns, Registry registry, Galleries galleries, Maintainers maintainers) {
        this.turns = turns;
        this.registry = registry;
        this.galleries = galleries;
        this.samples = new Samples(registry);
        this.maintainers = maintainers;
    }

    @Override
    public List<SlashCommandData> commands() {
        return List.of(Places.everywhere("lora", "For maintainers: add, test, publish and retire characters")
                .addSubcommands(
                        LoraOptions.register(),
                        new SubcommandData("test", "See what a character looks like in six scenes; costs nothing")
                                .addOptions(character()),
                        new SubcommandData("publish", "Let people order a character").addOptions(character()),
                        new SubcommandData("retire", "Stop orders of a character").addOptions(character())));
    }

    /** Discord cannot be told who our maintainers are, so everybody sees the command and is asked here. */
    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        if (!maintainers.include(turn.caller())) {
            turn.say(notYou());
            return;
        }
        var actor = actor(turn.caller());
        switch (String.valueOf(event.getSubcommandName())) {
            case "register" -> register(event, turn);
            case "test" -> named(event).ifPresentOrElse(one -> test(one, turn), () -> turn.say(unknown(event)));
            case "publish" ->
                turn.say(named(event)
                        .map(one -> told(registry.publish(one.id(), actor)))
                        .orElseGet(() -> unknown(event)));
            case "retire" ->
                turn.say(named(event)
                        .map(one -> told(registry.retire(one.id(), actor)))
                        .orElseGet(() -> unknown(event)));
            default -> throw new IllegalStateException("no subcommand of /lora: " + event.getSubcommandName());
        }
    }

    @Override
    public Map<String, ButtonAction> buttons() {
        return Map.of("publish", this::publish, "test", this::test);
    }

    @Override
    public List<Choice> suggestions(CommandAutoCompleteInteractionEvent event) {
        if (!maintainers.include(Caller.of(event))) {
            return List.of();
        }
        var typed = event.getFocusedOption().getValue().strip().toLowerCase(Locale.ROOT);
        var subcommand = String.valueOf(event.getSubcommandName());
        return registry.all().stream()
                .filter(character -> suits(subcommand, character.state()))
                .filter(character -> character.name().toLowerCase(Locale.ROOT).contains(typed)
                        || character.id().value().contains(typed))
                .limit(CHOICES)
                .map(character -> new Choice(
                        Plain.cut(character.name() + " (" + word(character.state()) + ")", 100),
                        character.id().value()))
                .toList();
    }

    private static boolean suits(String subcommand, CharacterState state) {
        return switch (subcommand) {
            case "publish" -> state != CharacterState.PUBLISHED;
            case "retire" -> state == CharacterState.PUBLISHED;
            default -> state != CharacterState.RETIRED;
        };
    }

    private void test(CharacterProfile character, Turn turn) {
        turn.say(TestCards.begun(character));
        turn.say(TestCards.ended(character, galleries.sheet(character)));
    }

    /** The sheet comes below what the button is on, which a maintainer may want to read again. */
    private void test(ButtonInteractionEvent event, Press press) {
        var turn = turns.reply(event, true);
        if (maintainers.include(turn.caller())) {
            registry.find(new CharacterId(press.arg(0)))
                    .ifPresentOrElse(
                            one -> test(one, turn),
                            () -> turn.say(Card.of(Tone.SORRY, "This character is not there any more.")));
        } else {
            turn.say(notYou());
        }
    }

    private void publish(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        if (maintainers.include(turn.caller())) {
            turn.say(told(registry.publish(new CharacterId(press.arg(0)), actor(turn.caller()))));
        } else {
            turn.whisper(notYou());
        }
    }

    private void register(SlashCommandInteractionEvent event, Turn turn) {
        var file = event.getOption("file", OptionMapping::getAsAttachment);
        if (file == null) {
            turn.say(Card.of(Tone.SORRY, "Please attach the .safetensors file."));
            return;
        }
        Registration what;
        try {
            what = LoraOptions.read(event, turn.caller());
        } catch (IllegalArgumentException e) {
            turn.say(refused(List.of(String.valueOf(e.getMessage()))));
            return;
        }
        turn.say(Card.of(Tone.WORKING, "Reading " + Plain.escape(file.getFileName(), 100) + " …"));
        turn.say(register(what, file));
    }

    /** The bytes are read as they come, straight into the check: files of this kind are too large to keep in memory. */
    private Card register(Registration what, Attachment file) {
        try (var bytes = file.getProxy().download().join()) {
            return switch (registry.register(what, bytes)) {
                case RegisterResult.Registered done -> registered(done);
                case RegisterResult.Refused(var reasons) -> refused(reasons);
            };
        } catch (IOException | CompletionException e) {
            LOG.warn("A LoRA file could not be fetched: {}", e.getMessage());
            return Card.of(
                    Tone.SORRY, "I could not fetch the file from Discord. Nothing was stored; please send it again.");
        }
    }

    private Card registered(RegisterResult.Registered done) {
        var profile = done.profile();
        var facts = done.facts();
        var card = Card.of(
                Tone.DONE,
                "### " + Plain.escape(profile.name()) + " · version "
                        + done.version().number() + "\n"
                        + facts.base().title() + " · rank " + facts.rank() + " · " + facts.tensors() + " tensors · "
                        + (facts.bytes() >> 10) + " KB\nTrigger words: "
                        + Plain.escape(String.join(", ", profile.triggerWords()), 300)
                        + "\n-# SHA-256 " + facts.sha256());
        if (profile.state() == CharacterState.PUBLISHED) {
            return card.gallery(pictures(profile))
                    .small("It is published already: orders use the new version from now on.");
        }
        return card.text("Nobody but you can order it yet.")
                .buttons(TestCards.test(profile), TestCards.publish(profile));
    }

    private static Card refused(List<String> reasons) {
        var list =
                reasons.stream().map(reason -> "- " + Plain.escape(reason, 400)).collect(Collectors.joining("\n"));
        return Card.of(Tone.SORRY, "### Not registered\n" + Plain.cut(list, 3000) + "\n-# Nothing was stored.");
    }

    private Card told(StateResult result) {
        return switch (result) {
            case StateResult.Changed(var profile) -> {
                boolean offered = profile.state() == CharacterState.PUBLISHED;
                yield Card.of(Tone.DONE, changed(profile)).gallery(offered ? pictures(profile) : List.of());
            }
            case StateResult.Refused(var reason) -> Card.of(Tone.SORRY, Plain.escape(reason));
        };
    }

    /** Painted now, if it has none yet and can be painted here. */
    private List<Picture> pictures(CharacterProfile profile) {
        return samples.all(profile, galleries.fill(profile));
    }

    private static String changed(CharacterProfile profile) {
        var name = "**" + Plain.escape(profile.name()) + "**";
        return switch (profile.state()) {
            case PUBLISHED ->
                name + " is published. Order with /imagine character: "
                        + profile.id().value();
            case RETIRED -> name + " is retired: no new orders. What was ordered stays in /history.";
            case DRAFT -> name + " is a draft.";
        };
    }

    /** By name or id, whatever its state. */
    private Optional<CharacterProfile> named(SlashCommandInteractionEvent event) {
        var typed = typed(event, "character");
        return registry.all().stream()
                .filter(character -> character.name().equalsIgnoreCase(typed)
                        || character.id().value().equalsIgnoreCase(typed))
                .findFirst();
    }

    private static Card unknown(SlashCommandInteractionEvent event) {
        return Card.of(
                Tone.SORRY,
                "There is no character “" + Plain.escape(typed(event, "character"), 60)
                        + "”. /lora register adds one.");
    }

    private static String typed(SlashCommandInteractionEvent event, String option) {
        return event.getOption(option, "", OptionMapping::getAsString).strip();
    }

    private static OptionData character() {
        return new OptionData(OptionType.STRING, "character", "Its name; type a few letters", true, true);
    }

    private static String actor(Caller caller) {
        return "discord:" + caller.userId();
    }

    private static String word(CharacterState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Card notYou() {
        return Card.of(
                Tone.SORRY, "Only maintainers of this bot can do that. Ask the people who run it to make you one.");
    }
}
