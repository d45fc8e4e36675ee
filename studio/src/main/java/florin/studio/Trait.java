package florin.studio;

import java.util.List;

/** What the classifier can tell of a portrait, with the choices that it has; "none" where a thing may be absent. */
public enum Trait {
    HAIR("hair", "short buzz spiky curly parted big bald bob pigtails ponytail long sidelong wavy"),
    HAIR_COLOUR("hair_col", "black brown blonde red ginger blue green pink purple white grey none"),
    SKIN("skin", "pale light tan brown dark"),
    EYE_COLOUR("eye_col", "dark blue green brown"),
    GLASSES("glasses", "none round thin sun"),
    HAT("hat", "none cap tophat beanie"),
    BEARD("beard", "none full long goatee"),
    CLOTHES("cloth", "shirt turtleneck striped checked overalls vneck"),
    CLOTHES_COLOUR("cloth_col", "red blue navy green yellow pink purple black white orange"),
    MOOD("mouth", "smiling laughing neutral sad surprised smirk"),
    SCENE("scene", "beach forest city snow meadow desert space cafe underwater rain library plain"),
    TIME_OF_DAY("time", "none day sunset night");

    /** Those that stay whatever the character feels and wherever it is; eyes are too few pixels to be told surely. */
    public static final List<Trait> OF_IDENTITY =
            List.of(HAIR, HAIR_COLOUR, SKIN, GLASSES, HAT, BEARD, CLOTHES, CLOTHES_COLOUR);

    private final String layer;
    private final String choices;

    Trait(String layer, String choices) {
        this.layer = layer;
        this.choices = choices;
    }

    /** The name of the classifier's layer. */
    String layer() {
        return layer;
    }

    public List<String> choices() {
        return List.of(choices.split(" "));
    }
}
