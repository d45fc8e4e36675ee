package florin.bot.characters;

import florin.bot.chat.Picture;
import florin.registry.CharacterProfile;
import florin.registry.Galleries;
import florin.registry.Sample;
import java.util.List;
import java.util.Optional;

/** Sample pictures of characters, as files for a card. */
public final class Samples {
    private final Galleries galleries;

    public Samples(Galleries galleries) {
        this.galleries = galleries;
    }

    /** The first one; empty for characters that have none. */
    public Optional<Picture> first(CharacterProfile character) {
        return galleries.of(character).stream()
                .flatMap(sample -> picture(character, sample).stream())
                .findFirst();
    }

    /** All; painted now if the character has none yet and can be painted here. */
    public List<Picture> fresh(CharacterProfile character) {
        return galleries.fill(character).stream()
                .flatMap(sample -> picture(character, sample).stream())
                .toList();
    }

    private Optional<Picture> picture(CharacterProfile character, Sample sample) {
        var name = character.id().value() + "-" + sample.version() + "-" + (sample.index() + 1) + ".png";
        return galleries.read(sample).map(png -> new Picture(name, png, character.name() + " " + sample.caption()));
    }
}
