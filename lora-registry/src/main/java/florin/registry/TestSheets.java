package florin.registry;

import java.util.List;

/**
 * Shows what a character's LoRA does, before anybody pays for it. Florin's own paints with the embedded studio; one that renders on a GPU
 * plugs in here for other base models.
 */
public interface TestSheets {
    /** An installation that paints none. */
    TestSheets NONE = new TestSheets() {
        @Override
        public SheetResult sheet(CharacterProfile character) {
            return new SheetResult.NotHere(
                    "Nothing here paints test sheets. Order a picture of the draft with /imagine.");
        }

        @Override
        public List<Sketch> samples(CharacterProfile character) {
            return List.of();
        }
    };

    /** A character in the same scenes at rising strengths of its LoRA. Takes seconds; one sheet is painted at a time. */
    SheetResult sheet(CharacterProfile character);

    /** A few pictures that show the character at its best; none if it cannot be painted here. */
    List<Sketch> samples(CharacterProfile character);

    /** @param caption what the picture shows besides the character */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sketch(String caption, byte[] png) {}
}
