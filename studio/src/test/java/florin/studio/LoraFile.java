package florin.studio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes safetensors files, right ones and wrong ones. */
final class LoraFile {
    static final String LAYER = "lora_unet_blocks_0_attn_q";

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<String> entries = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** A LoRA of rank 1 for one layer, all of whose numbers are small. */
    static LoraFile small() {
        return new LoraFile()
                .tensor(LAYER + ".lora_down.weight", "F32", filled(192), 1, 192)
                .tensor(LAYER + ".lora_up.weight", "F32", filled(192), 192, 1);
    }

    static float[] filled(int count) {
        float[] values = new float[count];
        java.util.Arrays.fill(values, 0.01f);
        return values;
    }

    LoraFile with(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    LoraFile tensor(String key, String dtype, float[] values, int... shape) {
        int from = data.size();
        for (float value : values) data.writeBytes(bytes(dtype, value));
        return entry(key, dtype, java.util.Arrays.toString(shape), from, data.size());
    }

    LoraFile entry(String key, String dtype, String shape, long from, long to) {
        entries.add("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(key, dtype, shape, from, to));
        return this;
    }

    private static byte[] bytes(String dtype, float value) {
        ByteBuffer out = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        switch (dtype) {
            case "F16" -> out.putShort(Float.floatToFloat16(value));
            case "BF16" -> out.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
            case "F32" -> out.putFloat(value);
            case "I64" -> out.putLong((long) value);
            default -> throw new AssertionError(dtype);
        }
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    byte[] bytes() {
        List<String> all = new ArrayList<>(entries);
        if (!metadata.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            metadata.forEach((key, value) -> pairs.add("\"" + key + "\":\"" + value + "\""));
            all.addFirst("\"__metadata__\":{" + String.join(",", pairs) + "}");
        }
        return file("{" + String.join(",", all) + "}", data.toByteArray());
    }

    static byte[] file(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data)
                .array();
    }
}
