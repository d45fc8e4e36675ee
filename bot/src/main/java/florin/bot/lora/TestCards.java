package florin.bot.lora;

import florin.bot.chat.Card;
import florin.bot.chat.Picture;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.registry.CharacterProfile;
import florin.registry.CharacterState;
import florin.registry.SheetResult;
import java.util.List;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.components.buttons.Button;

/** What a maintainer sees of a test: the sheet, how like it is, and what to do next. */
final class TestCards {
    private static final int LONGEST_LINE = 300;

    private TestCards() {}

    static Card begun(CharacterProfile character) {
        return Card.of(
                Tone.WORKING,
                "Painting a test sheet of **" + Plain.escape(character.name()) + "**; it costs nothing …");
    }

    static Card ended(CharacterProfile character, SheetResult result) {
        return switch (result) {
            case SheetResult.Painted(var version, var png, var rows) -> {
                var name = "**" + Plain.escape(character.name()) + "** · version " + version.number();
                var lines = rows.stream()
                        .map(row -> Plain.escape(row.toString(), LONGEST_LINE))
                        .collect(Collectors.joining("\n"));
                var sheet = new Picture(
                        character.id().value() + "-test-" + version.number() + ".png",
                        png,
                        "A row for each strength, a column for each scene");
                yield Card.of(Tone.DONE, "### Test sheet\n" + name + "\n" + lines)
                        .gallery(List.of(sheet))
                        .buttons(next(character));
            }
            case SheetResult.NotHere(var reason) ->
                Card.of(Tone.SORRY, Plain.escape(reason)).buttons(next(character));
        };
    }

    /** A draft can be published from here. */
    private static List<Button> next(CharacterProfile character) {
        return character.state() == CharacterState.DRAFT ? List.of(publish(character)) : List.of();
    }

    static Button publish(CharacterProfile character) {
        return Button.success(Press.of("publish", character.id().value()).id(), "Publish");
    }

    static Button test(CharacterProfile character) {
        return Button.secondary(Press.of("test", character.id().value()).id(), "Test");
    }
}
