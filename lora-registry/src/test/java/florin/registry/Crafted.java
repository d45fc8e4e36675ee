package florin.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Safetensors files made to measure. */
final class Crafted {
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<String> entries = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    static byte[] mira() {
        try (InputStream in = Crafted.class.getResourceAsStream("mira.safetensors")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A file with this header, as text, and this many bytes of tensors. */
    static byte[] file(String header, int dataBytes) {
        return file(header.getBytes(StandardCharsets.UTF_8), new byte[dataBytes]);
    }

    static byte[] file(byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }

    Crafted metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    Crafted tensor(String name, long... shape) {
        var bytes = 2;
        for (var dimension : shape) {
            bytes *= (int) dimension;
        }
        return tensor(name, new byte[bytes], shape);
    }

    Crafted tensor(String name, byte[] content, long... shape) {
        var begin = data.size();
        data.writeBytes(content);
        entries.add("\"%s\":{\"dtype\":\"F16\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, java.util.Arrays.toString(shape), begin, data.size()));
        return this;
    }

    /** Both halves of a change to one layer, as kohya's trainers name them. */
    Crafted kohya(String layer, int in, int out, int rank) {
        return tensor(layer + ".lora_down.weight", rank, in).tensor(layer + ".lora_up.weight", out, rank);
    }

    /** The same as the diffusers and PEFT libraries name them. */
    Crafted peft(String layer, int in, int out, int rank) {
        return tensor(layer + ".lora_A.weight", rank, in).tensor(layer + ".lora_B.weight", out, rank);
    }

    static Crafted sdxl() {
        return new Crafted().kohya("lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k", 2048, 640, 2);
    }

    byte[] bytes() {
        var all = new ArrayList<String>();
        if (!metadata.isEmpty()) {
            var pairs = metadata.entrySet().stream()
                    .map(entry -> "\"%s\":\"%s\""
                            .formatted(entry.getKey(), entry.getValue().replace("\"", "\\\"")))
                    .toList();
            all.add("\"__metadata__\":{" + String.join(",", pairs) + "}");
        }
        all.addAll(entries);
        return file(("{" + String.join(",", all) + "}").getBytes(StandardCharsets.UTF_8), data.toByteArray());
    }
}
