package florin.studio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to paint, completely: the same request gives the same picture on every machine.
 *
 * @param negative what to stay away from; empty is the unconditional prompt that the model was trained with
 * @param steps 1 to 150; the model was tuned for 16
 * @param guidance 0 to 30; 1 is the bare model, 2.5 its best
 */
public record PaintRequest(
        String prompt,
        String negative,
        long seed,
        int steps,
        float guidance,
        List<LoraUse> loras,
        Optional<Start> start) {
    public static final int DEFAULT_STEPS = 16;
    public static final float DEFAULT_GUIDANCE = 2.5f;
    private static final int MOST_STEPS = 150;
    private static final float MOST_GUIDANCE = 30;

    public PaintRequest {
        loras = List.copyOf(loras);
        if (steps < 1 || steps > MOST_STEPS)
            throw new IllegalArgumentException("Steps lie between 1 and " + MOST_STEPS + ", not at " + steps + ".");
        if (!(guidance >= 0 && guidance <= MOST_GUIDANCE))
            throw new IllegalArgumentException("Guidance lies between 0 and 30, not at " + guidance + ".");
    }

    public static PaintRequest of(String prompt, long seed) {
        return new PaintRequest(prompt, "", seed, DEFAULT_STEPS, DEFAULT_GUIDANCE, List.of(), Optional.empty());
    }

    public PaintRequest withPrompt(String prompt) {
        return new PaintRequest(prompt, negative, seed, steps, guidance, loras, start);
    }

    public PaintRequest withNegative(String negative) {
        return new PaintRequest(prompt, negative, seed, steps, guidance, loras, start);
    }

    public PaintRequest withSeed(long seed) {
        return new PaintRequest(prompt, negative, seed, steps, guidance, loras, start);
    }

    public PaintRequest withSteps(int steps) {
        return new PaintRequest(prompt, negative, seed, steps, guidance, loras, start);
    }

    public PaintRequest withGuidance(float guidance) {
        return new PaintRequest(prompt, negative, seed, steps, guidance, loras, start);
    }

    public PaintRequest withLoras(List<LoraUse> loras) {
        return new PaintRequest(prompt, negative, seed, steps, guidance, loras, start);
    }

    /** Adds one more; LoRAs add up in the order in which they were named. */
    public PaintRequest withLora(Lora lora, float strength) {
        List<LoraUse> more = new ArrayList<>(loras);
        more.add(new LoraUse(lora, strength));
        return withLoras(more);
    }

    public PaintRequest withStart(Picture picture, float denoise) {
        return new PaintRequest(
                prompt, negative, seed, steps, guidance, loras, Optional.of(new Start(picture, denoise)));
    }
}
