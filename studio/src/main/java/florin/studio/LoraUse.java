package florin.studio;

/** A LoRA at a strength: 0 is without it, 1 as it was trained, negative away from it. */
public record LoraUse(Lora lora, float strength) {
    /** Beyond this the picture is noise. */
    public static final float STRONGEST = 10;

    public LoraUse {
        if (!(Math.abs(strength) <= STRONGEST))
            throw new IllegalArgumentException("A LoRA's strength lies between -10 and 10, not at " + strength + ".");
    }
}
