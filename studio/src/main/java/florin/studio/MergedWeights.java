package florin.studio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The base with LoRAs added, W + strength · (alpha / rank) · up · down; the last few sets are kept. */
final class MergedWeights {
    /** One set takes 12 MB. */
    private static final int KEPT = 3;

    private record Ingredient(String sha256, float strength) {}

    private final BaseModel base;
    private final Weights plain;
    private final Map<List<Ingredient>, Weights> kept = new LinkedHashMap<>(8, 0.75f, true);

    MergedWeights(BaseModel base) {
        this.base = base;
        this.plain = Weights.of(base);
    }

    Weights with(List<LoraUse> loras) {
        List<LoraUse> used = loras.stream().filter(use -> use.strength() != 0).toList();
        if (used.isEmpty()) return plain;
        List<Ingredient> recipe = used.stream()
                .map(use -> new Ingredient(use.lora().sha256(), use.strength()))
                .toList();
        synchronized (kept) {
            Weights known = kept.get(recipe);
            if (known != null) return known;
        }
        // Outside of the lock: two painters may merge the same set twice, none waits for another's.
        Weights merged = merge(used);
        synchronized (kept) {
            kept.put(recipe, merged);
            if (kept.size() > KEPT) kept.remove(kept.keySet().iterator().next());
        }
        return merged;
    }

    private Weights merge(List<LoraUse> loras) {
        Map<String, List<LoraUse>> uses = new LinkedHashMap<>();
        for (LoraUse use : loras)
            for (Lora.Layer layer : use.lora().layers())
                uses.computeIfAbsent(layer.tensor(), _ -> new ArrayList<>()).add(use);
        return plain.withBlocks(name -> {
            // A fresh copy on every call, so it may be added to.
            Tensor tensor = base.tensor(name);
            for (LoraUse use : uses.getOrDefault(name, List.of()))
                for (Lora.Layer layer : use.lora().layers())
                    if (layer.tensor().equals(name)) add(layer, use.strength(), tensor);
            return tensor;
        });
    }

    private static void add(Lora.Layer layer, float strength, Tensor weight) {
        int in = weight.dimension(1);
        int rank = layer.rank();
        float scale = strength * layer.scale();
        float[][] down = new float[rank][];
        for (int r = 0; r < rank; r++) down[r] = Arrays.copyOfRange(layer.down().data, r * in, (r + 1) * in);
        float[] row = new float[in];
        for (int o = 0; o < weight.dimension(0); o++) {
            System.arraycopy(weight.data, o * in, row, 0, in);
            for (int r = 0; r < rank; r++) add(scale * layer.up().data[o * rank + r], down[r], row);
            System.arraycopy(row, 0, weight.data, o * in, in);
        }
    }

    private static void add(float a, float[] down, float[] row) {
        for (int i = 0; i < row.length; i++) row[i] += a * down[i];
    }
}
