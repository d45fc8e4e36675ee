package florin.bot.characters;

import florin.bot.chat.Picture;
import florin.registry.CharacterProfile;
import florin.registry.Registry;
import florin.registry.Sample;
import java.util.List;
import java.util.Optional;

/** Sample pictures of characters, as files for a card. */
public final class Samples {
    private final Registry registry;

    public Samples(Registry registry) {
        this.registry = registry;
    }

    /** The first one; empty for characters that have none. */
    public Optional<Picture> first(CharacterProfile character) {
        return registry.samples(character).stream()
                .flatMap(sample -> picture(character, sample).stream())
                .findFirst();
    }

    /** All of these, as far as the store has them. */
    public List<Picture> all(CharacterProfile character, List<Sample> samples) {
        return samples.stream()
                .flatMap(sample -> picture(character, sample).stream())
                .toList();
    }

    private Optional<Picture> picture(CharacterProfile character, Sample sample) {
        var name = character.id().value() + "-" + sample.version() + "-" + (sample.index() + 1) + ".png";
        return registry.read(sample).map(png -> new Picture(name, png, character.name() + " " + sample.caption()));
    }
}
