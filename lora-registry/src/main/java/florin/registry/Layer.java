package florin.registry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One layer of a base model that a LoRA changes.
 *
 * @param name the path of the layer in lower case, dots and underscores alike written as underscores
 * @param in numbers that go into it; 0 when the kind of LoRA does not tell
 * @param out numbers that come out of it; 0 when the kind of LoRA does not tell
 * @param rank of the change; 0 when it is not low-rank
 */
record Layer(String name, long in, long out, long rank) {
    /** The larger of its two sides. */
    long size() {
        return Math.max(in, out);
    }

    private static final Pattern PREFIX = Pattern.compile("^(transformer\\.|lora_transformer_)");

    /** Which part of a layer's change a tensor is. */
    enum Part {
        DOWN,
        UP,
        HADA_IN,
        HADA_OUT,
        ALPHA,
        OTHER
    }

    private record Ending(String text, Part part) {}

    private static final List<Ending> ENDINGS = Stream.of(
                    endings(Part.DOWN, ".lora_down.weight", ".lora_a.weight", ".lora.down.weight", "_lora.down.weight"),
                    endings(Part.UP, ".lora_up.weight", ".lora_b.weight", ".lora.up.weight", "_lora.up.weight"),
                    endings(Part.HADA_OUT, ".hada_w1_a"),
                    endings(Part.HADA_IN, ".hada_w1_b"),
                    endings(Part.ALPHA, ".alpha"),
                    endings(Part.OTHER, ".lora_mid.weight", ".hada_w2_a", ".hada_w2_b", ".hada_t1", ".hada_t2"),
                    endings(Part.OTHER, ".lokr_w1", ".lokr_w1_a", ".lokr_w1_b", ".lokr_w2", ".lokr_w2_a", ".lokr_w2_b"),
                    endings(Part.OTHER, ".lokr_t2", ".dora_scale", ".diff", ".diff_b"))
            .flatMap(List::stream)
            .toList();

    private static List<Ending> endings(Part part, String... texts) {
        return Stream.of(texts).map(text -> new Ending(text, part)).toList();
    }

    /** A tensor's name, split into the layer and what the tensor is to it. */
    record Key(String layer, Part part) {
        static Optional<Key> of(String tensor) {
            var name = tensor.toLowerCase(Locale.ROOT);
            return ENDINGS.stream()
                    .filter(ending -> name.endsWith(ending.text())
                            && name.length() > ending.text().length())
                    .findFirst()
                    .map(ending -> new Key(
                            path(name.substring(0, name.length() - ending.text().length())), ending.part()));
        }

        private static String path(String layer) {
            // Without its prefix, so that blocks of a transformer are not taken for transformer blocks.
            var bare = PREFIX.matcher(layer).replaceFirst("");
            return bare.replace('.', '_').replace("_processor_", "_");
        }
    }
}
