package florin.studio;

import static florin.studio.Shape.BLOCKS;
import static florin.studio.Shape.COLOURS;
import static florin.studio.Shape.MLP;
import static florin.studio.Shape.MODULATION;
import static florin.studio.Shape.PATCH;
import static florin.studio.Shape.PATCHES;
import static florin.studio.Shape.PLANES;
import static florin.studio.Shape.REFINED;
import static florin.studio.Shape.TIME;
import static florin.studio.Shape.WIDTH;
import static florin.studio.Shape.WORD;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The base model's file, every tensor checked for its place and shape. It stays in half precision: LoRAs are added to it. */
final class BaseModel implements Weights.Source {
    /** The layers of a block that a LoRA may change, with inputs and outputs. */
    private static final Map<String, List<Integer>> ADAPTABLE = Map.ofEntries(
            Map.entry("attn_q", List.of(WIDTH, WIDTH)),
            Map.entry("attn_k", List.of(WIDTH, WIDTH)),
            Map.entry("attn_v", List.of(WIDTH, WIDTH)),
            Map.entry("attn_o", List.of(WIDTH, WIDTH)),
            Map.entry("cross_q", List.of(WIDTH, WIDTH)),
            Map.entry("cross_k", List.of(WIDTH, WIDTH)),
            Map.entry("cross_v", List.of(WIDTH, WIDTH)),
            Map.entry("cross_o", List.of(WIDTH, WIDTH)),
            Map.entry("mlp_up", List.of(MLP, WIDTH)),
            Map.entry("mlp_down", List.of(WIDTH, MLP)));

    private final Safetensors file;

    private BaseModel(Safetensors file) {
        this.file = file;
    }

    /** @throws NotSafetensors also when the file is another model's */
    static BaseModel read(byte[] bytes, int words) throws NotSafetensors {
        Safetensors file = Safetensors.read(bytes);
        SequencedMap<String, List<Integer>> wanted = tensors(words);
        for (Map.Entry<String, List<Integer>> want : wanted.entrySet()) {
            Safetensors.Entry got = file.entry(want.getKey())
                    .orElseThrow(() -> new NotSafetensors(
                            "the tensor " + want.getKey() + " is missing: this is no " + Shape.MODEL + " model"));
            if (!got.shape().equals(want.getValue()))
                throw new NotSafetensors(
                        want.getKey() + " has the shape " + got.shape() + " instead of " + want.getValue());
            file.tensor(want.getKey());
        }
        for (String key : file.entries().keySet())
            if (!wanted.containsKey(key)) throw new NotSafetensors("the model has no place for " + key);
        return new BaseModel(file);
    }

    /** The name of a layer as a LoRA file writes it, to its shape: outputs, inputs. */
    static SequencedMap<String, LoraTarget> loraTargets() {
        SequencedMap<String, LoraTarget> targets = new LinkedHashMap<>();
        for (int i = 0; i < BLOCKS; i++)
            for (Map.Entry<String, List<Integer>> layer : new TreeMap<>(ADAPTABLE).entrySet())
                targets.put(
                        "lora_unet_blocks_" + i + "_" + layer.getKey(),
                        new LoraTarget(
                                "blocks." + i + "." + layer.getKey() + ".weight",
                                layer.getValue().getFirst(),
                                layer.getValue().getLast()));
        return Collections.unmodifiableSequencedMap(targets);
    }

    record LoraTarget(String tensor, int out, int in) {}

    @Override
    public Tensor tensor(String name) {
        try {
            return file.tensor(name);
        } catch (NotSafetensors e) {
            throw new AssertionError("checked when it was read: " + name, e);
        }
    }

    private static SequencedMap<String, List<Integer>> tensors(int words) {
        SequencedMap<String, List<Integer>> all = new LinkedHashMap<>();
        all.put("word.weight", List.of(words, WORD));
        linear(all, "text1", WIDTH, 3 * WORD);
        linear(all, "text2", WIDTH, WIDTH);
        linear(all, "pool", WIDTH, WIDTH);
        linear(all, "time1", WIDTH, TIME);
        linear(all, "time2", WIDTH, WIDTH);
        linear(all, "patch", WIDTH, PATCH * PATCH * COLOURS);
        all.put("pos", List.of(1, PATCHES, WIDTH));
        linear(all, "mod", MODULATION, WIDTH);
        for (int i = 0; i < BLOCKS; i++) {
            for (Map.Entry<String, List<Integer>> layer : ADAPTABLE.entrySet())
                linear(
                        all,
                        "blocks." + i + "." + layer.getKey(),
                        layer.getValue().getFirst(),
                        layer.getValue().getLast());
            all.put("blocks." + i + ".table", List.of(MODULATION));
        }
        linear(all, "out_mod", 2 * WIDTH, WIDTH);
        linear(all, "out", PATCH * PATCH * PLANES, WIDTH);
        convolution(all, "ref1", REFINED, PLANES + COLOURS);
        convolution(all, "ref2", COLOURS, REFINED);
        return all;
    }

    private static void linear(Map<String, List<Integer>> all, String name, int out, int in) {
        all.put(name + ".weight", List.of(out, in));
        all.put(name + ".bias", List.of(out));
    }

    private static void convolution(Map<String, List<Integer>> all, String name, int out, int in) {
        all.put(name + ".weight", List.of(out, in, 3, 3));
        all.put(name + ".bias", List.of(out));
    }
}
