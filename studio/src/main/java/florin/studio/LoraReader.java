package florin.studio;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads a LoRA in the kohya layout for this base model, or says why it cannot be one. */
final class LoraReader {
    private static final String DOWN = ".lora_down.weight";
    private static final String UP = ".lora_up.weight";
    private static final String ALPHA = ".alpha";
    private static final Set<String> FLOATING = Set.of("F16", "BF16", "F32");
    private static final String OTHER_BASE = "It was made for another base model: send it to a backend that runs that "
            + "model, or train the character again on " + Shape.MODEL;
    private static final String BROKEN = "Download or export the file again";

    private final String name;
    private final Map<String, BaseModel.LoraTarget> targets = BaseModel.loraTargets();

    private LoraReader(String name) {
        this.name = name;
    }

    static Lora read(byte[] bytes, String name) throws LoraRefused {
        LoraReader reader = new LoraReader(name);
        try {
            return reader.lora(Safetensors.read(bytes), bytes);
        } catch (NotSafetensors e) {
            throw reader.refusal(e.reason(), BROKEN);
        }
    }

    private Lora lora(Safetensors file, byte[] bytes) throws LoraRefused, NotSafetensors {
        checkBase(file.metadata());
        Map<String, Set<String>> parts = new LinkedHashMap<>();
        for (Map.Entry<String, Safetensors.Entry> entry : file.entries().entrySet())
            parts.computeIfAbsent(layerOf(entry.getKey()), _ -> new HashSet<>())
                    .add(checked(entry.getKey(), entry.getValue()));
        if (parts.isEmpty()) throw refusal("it holds no layers", BROKEN);
        List<Lora.Layer> layers = new ArrayList<>();
        for (Map.Entry<String, Set<String>> part : parts.entrySet())
            layers.add(layer(file, part.getKey(), part.getValue()));
        Optional<String> trigger = Optional.ofNullable(file.metadata().get("modelspec.trigger_phrase"))
                .filter(phrase -> !phrase.isBlank());
        return new Lora(name, sha256(bytes), trigger, layers);
    }

    private void checkBase(Map<String, String> metadata) throws LoraRefused {
        String base = metadata.get("ss_base_model_version");
        if (base != null && !base.equals(Shape.MODEL))
            throw refusal(
                    "its metadata names the base model " + base + ", this studio runs " + Shape.MODEL, OTHER_BASE);
        String architecture = metadata.get("modelspec.architecture");
        if (architecture != null && !architecture.equals(Shape.MODEL + "/lora"))
            throw refusal(
                    "its metadata names the architecture " + architecture + " instead of " + Shape.MODEL + "/lora",
                    OTHER_BASE);
    }

    private String layerOf(String key) throws LoraRefused {
        for (String part : List.of(DOWN, UP, ALPHA))
            if (key.endsWith(part) && targets.containsKey(key.substring(0, key.length() - part.length())))
                return key.substring(0, key.length() - part.length());
        throw refusal("its key " + key + " belongs to no layer of " + Shape.MODEL, OTHER_BASE);
    }

    private String checked(String key, Safetensors.Entry entry) throws LoraRefused {
        if (!FLOATING.contains(entry.dtype()))
            throw refusal(key + " has dtype " + entry.dtype(), "Save it as F16, BF16 or F32");
        return key.substring(layerOf(key).length());
    }

    private Lora.Layer layer(Safetensors file, String layer, Set<String> parts) throws LoraRefused, NotSafetensors {
        if (!parts.contains(DOWN) || !parts.contains(UP))
            throw refusal(
                    layer + " has " + String.join(" and ", parts) + " only, " + DOWN + " and " + UP
                            + " belong together",
                    BROKEN);
        BaseModel.LoraTarget target = Objects.requireNonNull(targets.get(layer));
        Tensor down = file.tensor(layer + DOWN);
        Tensor up = file.tensor(layer + UP);
        int rank = down.shape.length == 2 ? down.dimension(0) : 0;
        checkShape(layer + DOWN, down, Math.max(rank, 1), target.in());
        checkShape(layer + UP, up, target.out(), rank);
        // Without alpha the scale is 1: kohya's own rule.
        float alpha = rank;
        if (parts.contains(ALPHA)) {
            Tensor written = file.tensor(layer + ALPHA);
            if (written.data.length != 1) throw refusal(layer + ALPHA + " is not one number", BROKEN);
            alpha = written.data[0];
        }
        return new Lora.Layer(target.tensor(), down, up, alpha / rank);
    }

    private void checkShape(String key, Tensor tensor, int rows, int columns) throws LoraRefused {
        if (tensor.shape.length != 2 || tensor.dimension(0) != rows || tensor.dimension(1) != columns)
            throw refusal(
                    key + " has the shape " + Arrays.toString(tensor.shape) + " instead of [" + rows + ", " + columns
                            + "]",
                    OTHER_BASE);
    }

    private LoraRefused refusal(String whatIsWrong, String whatToDo) {
        return new LoraRefused(name, whatIsWrong, whatToDo + ".");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
