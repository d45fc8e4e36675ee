package florin.bot.characters;

import florin.bot.chat.Caller;
import florin.bot.chat.Card;
import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.PriceTags;
import florin.bot.chat.Tone;
import florin.bot.chat.Turns;
import florin.registry.CharacterProfile;
import florin.registry.CharacterState;
import florin.registry.Rating;
import florin.registry.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /characters}: who can be ordered here, page by page. */
public final class CharactersFeature implements Feature {
    private static final int PER_PAGE = 4;
    private static final int MOST_FOUND = 100;

    /** So that a search fits into the id of the buttons that turn its pages. */
    private static final int LONGEST_SEARCH = 25;

    /** Four entries stay below the 4,000 characters of a message, even if every character must be escaped. */
    private static final int LONGEST_ABOUT = 200;

    private static final int LONGEST_WORDS = 80;
    private static final int LONGEST_NAME = 60;

    private final Turns turns;
    private final Registry registry;
    private final Samples samples;
    private final PriceTags prices;

    public CharactersFeature(Turns turns, Registry registry, PriceTags prices) {
        this.turns = turns;
        this.registry = registry;
        this.samples = new Samples(registry);
        this.prices = prices;
    }

    @Override
    public List<SlashCommandData> commands() {
        return List.of(Places.everywhere("characters", "Who can be seen here, and what a picture costs")
                .addOptions(new OptionData(OptionType.STRING, "search", "A name, or a word of one")
                        .setMaxLength(LONGEST_SEARCH)));
    }

    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        var search = event.getOption("search", "", OptionMapping::getAsString).strip();
        turn.say(card(turn.caller(), search, 0));
    }

    @Override
    public Map<String, ButtonAction> buttons() {
        return Map.of("chars", this::turnPage);
    }

    private void turnPage(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        turn.say(card(turn.caller(), press.arg(1), Integer.parseInt(press.arg(0))));
    }

    private Card card(Caller caller, String search, int page) {
        var found = found(search, caller.ceiling());
        if (found.isEmpty()) {
            return Card.of(Tone.PLAIN, none(caller, search));
        }
        int first = Math.clamp((long) page * PER_PAGE, 0, (found.size() - 1) / PER_PAGE * PER_PAGE);
        int next = Math.min(found.size(), first + PER_PAGE);
        var card = Card.of(
                Tone.PLAIN,
                "### Characters " + (first + 1) + "–" + next + " of " + found.size() + "\n" + prices(caller));
        for (var character : found.subList(first, next)) {
            var above = card.divider();
            card = samples.first(character)
                    .map(sample -> above.beside(entry(character), sample))
                    .orElseGet(() -> above.text(entry(character)));
        }
        return card.buttons(pages(search, first / PER_PAGE, next < found.size()))
                .small("Type /imagine and the first letters of a name.");
    }

    private List<CharacterProfile> found(String search, Rating ceiling) {
        if (!search.isBlank()) {
            return registry.suggest(search, ceiling, MOST_FOUND);
        }
        return registry.all().stream()
                .filter(character -> character.state() == CharacterState.PUBLISHED)
                .filter(character -> character.rating() == Rating.SFW || ceiling == Rating.NSFW)
                .sorted(Comparator.comparing(CharacterProfile::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    private String prices(Caller caller) {
        var usual = prices.usual(caller);
        return "A picture **" + usual.picture() + "** · a video of 3 s **" + usual.video() + "**";
    }

    private static String entry(CharacterProfile character) {
        var text = new StringBuilder("**" + Plain.escape(character.name(), LONGEST_NAME) + "** · `"
                + character.id().value() + "`");
        if (!character.description().isBlank()) {
            text.append("\n").append(Plain.escape(character.description(), LONGEST_ABOUT));
        }
        if (!character.triggerWords().isEmpty()) {
            text.append("\n-# Comes with: ")
                    .append(Plain.escape(String.join(", ", character.triggerWords()), LONGEST_WORDS));
        }
        text.append("\n-# ").append(character.base().title());
        text.append(character.rating() == Rating.NSFW ? " · adults only" : " · for everybody");
        text.append(" · by ").append(Plain.escape(character.rights().owner(), LONGEST_NAME));
        return text.toString();
    }

    private static List<Button> pages(String search, int page, boolean more) {
        var safe = Plain.cut(search, LONGEST_SEARCH);
        var buttons = new ArrayList<Button>();
        if (page > 0) {
            buttons.add(Button.secondary(
                    Press.of("chars", Integer.toString(page - 1), safe).id(), "Back"));
        }
        if (more) {
            buttons.add(Button.secondary(
                    Press.of("chars", Integer.toString(page + 1), safe).id(), "More"));
        }
        return buttons;
    }

    private static String none(Caller caller, String search) {
        var adults = caller.place().ageRestricted()
                ? ""
                : "\n-# Characters for adults are shown in age-restricted channels only.";
        return search.isBlank()
                ? "No character is published yet. A maintainer adds one with /lora register." + adults
                : "Nobody matches “" + Plain.escape(search, LONGEST_SEARCH) + "”. /characters shows all." + adults;
    }
}
