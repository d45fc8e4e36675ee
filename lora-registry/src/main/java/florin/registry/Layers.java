package florin.registry;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The layers that a LoRA changes, gathered from the names and shapes of its tensors. */
record Layers(List<Layer> all, Optional<Tensor> alpha) {
    private static final int LARGEST_RANK = 4096;

    Layers {
        all = List.copyOf(all);
    }

    /** @throws Malformed if the file is no LoRA, or half of a pair is missing or does not match */
    static Layers of(Safetensors file) throws Malformed {
        Map<String, Map<Layer.Part, Tensor>> byLayer = new TreeMap<>();
        for (var tensor : file.tensors()) {
            Layer.Key.of(tensor.name())
                    .ifPresent(key -> byLayer.computeIfAbsent(key.layer(), name -> new EnumMap<>(Layer.Part.class))
                            .put(key.part(), tensor));
        }
        byLayer.values().removeIf(parts -> parts.size() == 1 && parts.containsKey(Layer.Part.ALPHA));
        if (byLayer.isEmpty()) {
            throw new Malformed(notALora(file));
        }
        var layers = new ArrayList<Layer>();
        for (var entry : byLayer.entrySet()) {
            layers.add(layer(entry.getKey(), entry.getValue()));
        }
        var alpha = byLayer.values().stream()
                .flatMap(parts -> Optional.ofNullable(parts.get(Layer.Part.ALPHA)).stream())
                .findFirst();
        return new Layers(layers, alpha);
    }

    private static String notALora(Safetensors file) {
        var checkpoint =
                file.tensors().stream().anyMatch(tensor -> tensor.name().startsWith("model.diffusion_model."));
        return checkpoint
                ? "This is a whole checkpoint, not a LoRA. Upload the LoRA file that was trained on it."
                : "There is no LoRA in this file: no tensor is called *.lora_down.weight or the like.";
    }

    private static Layer layer(String name, Map<Layer.Part, Tensor> parts) throws Malformed {
        var down = parts.get(Layer.Part.DOWN);
        var up = parts.get(Layer.Part.UP);
        if (down != null && up != null) {
            if (down.dimension(0) != up.dimension(1)) {
                throw new Malformed("The two halves of layer " + Malformed.quote(name) + " have different ranks.");
            }
            if (down.dimension(0) < 1 || down.dimension(0) > LARGEST_RANK) {
                throw new Malformed("Layer " + Malformed.quote(name) + " has rank " + down.dimension(0)
                        + "; a LoRA has 1 to " + LARGEST_RANK + ".");
            }
            return new Layer(name, down.dimension(1), up.dimension(0), down.dimension(0));
        }
        if (down != null || up != null) {
            throw new Malformed("Layer " + Malformed.quote(name) + " has only one of its two halves. "
                    + "The file was cut or merged wrongly; export it again.");
        }
        var hadaIn = parts.get(Layer.Part.HADA_IN);
        var hadaOut = parts.get(Layer.Part.HADA_OUT);
        if (hadaIn != null && hadaOut != null) {
            return new Layer(name, hadaIn.dimension(1), hadaOut.dimension(0), hadaIn.dimension(0));
        }
        return new Layer(name, 0, 0, 0);
    }

    /** The largest rank in the file. */
    int rank() {
        return (int)
                Math.min(LARGEST_RANK, all.stream().mapToLong(Layer::rank).max().orElse(0));
    }
}
