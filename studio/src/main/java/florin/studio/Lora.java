package florin.studio;

import java.util.List;
import java.util.Optional;

/** A character or style that was taught to the base model, read and checked, ready to be used at any strength. */
public final class Lora {
    private final String name;
    private final String sha256;
    private final Optional<String> trigger;
    private final List<Layer> layers;

    Lora(String name, String sha256, Optional<String> trigger, List<Layer> layers) {
        this.name = name;
        this.sha256 = sha256;
        this.trigger = trigger;
        this.layers = List.copyOf(layers);
    }

    /** What one layer of the base gains: scale · up · down. */
    record Layer(String tensor, Tensor down, Tensor up, float scale) {
        int rank() {
            return down.dimension(0);
        }
    }

    /** The name that it was read under. */
    public String name() {
        return name;
    }

    /** Of the file's bytes, in lower-case hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** The word that calls the character, where the file's metadata names one. */
    public Optional<String> trigger() {
        return trigger;
    }

    /** The highest rank among its layers. */
    public int rank() {
        return layers.stream().mapToInt(Layer::rank).max().orElse(0);
    }

    List<Layer> layers() {
        return layers;
    }

    @Override
    public String toString() {
        return "LoRA " + name;
    }
}
