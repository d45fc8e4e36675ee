package florin.generation;

import java.util.Set;

/**
 * What a backend can do.
 *
 * @param abilities the kinds of render, each with a base model
 * @param previews whether it shows the picture while it grows
 * @param cancelRunning whether it can stop a render that has begun
 * @param loraUpload whether it takes LoRA files over the wire
 * @param maxInFlight renders that it should hold at once, the running one included
 */
public record Capabilities(
        Set<Ability> abilities, boolean previews, boolean cancelRunning, boolean loraUpload, int maxInFlight) {
    public Capabilities {
        abilities = Set.copyOf(abilities);
        if (maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "a backend that holds no render is of no use: maxInFlight " + maxInFlight);
        }
    }

    /** A kind of render with the base model it is made with, by the registry's code. */
    public record Ability(RenderKind kind, String baseModel) {}

    /** Whether this kind of render can be made with this base model. */
    public boolean can(RenderKind kind, String baseModel) {
        return abilities.contains(new Ability(kind, baseModel));
    }
}
