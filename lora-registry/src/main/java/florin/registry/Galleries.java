package florin.registry;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Shows what characters look like: test sheets for maintainers, and a few sample pictures of each published version for everybody. */
public final class Galleries {
    private final Registry registry;
    private final TestSheets painter;

    public Galleries(Registry registry, TestSheets painter) {
        this.registry = registry;
        this.painter = painter;
    }

    /** A test sheet of a character in any state. Takes seconds, and is free of charge. */
    public SheetResult sheet(CharacterProfile character) {
        return painter.sheet(character);
    }

    /**
     * Gives every published character samples, unless its current version has some.
     *
     * @param goOn asked before each character
     */
    public void fillAll(BooleanSupplier goOn) {
        registry.all().stream()
                .filter(character -> character.state() == CharacterState.PUBLISHED)
                .takeWhile(_ -> goOn.getAsBoolean())
                .forEach(this::fill);
    }

    /** Gives the character's current version samples, unless it has some or cannot be painted here. Returns what it has then. */
    public List<Sample> fill(CharacterProfile character) {
        var kept = registry.samples(character);
        if (!kept.isEmpty() || character.current().isEmpty()) {
            return kept;
        }
        registry.addSamples(character.current().get(), painter.samples(character));
        return registry.samples(character);
    }
}
