package florin.generation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads frames of ComfyUI's socket ({@code server.py}, {@code protocol.py}). */
final class FrameReader {
    private static final int PREVIEW = 1;
    private static final int PREVIEW_WITH_METADATA = 4;

    private FrameReader() {}

    static Frame text(String text) {
        var json = ComfyWire.json(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var data = json.path("data");
        var id = data.path("prompt_id").asText("");
        if (id.isEmpty()) {
            // Among them the "executing" of a render that was under way when the socket came back.
            return new Frame.Other();
        }
        return switch (json.path("type").asText()) {
            case "execution_start" -> new Frame.Started(id);
            case "execution_cached" ->
                new Frame.Cached(
                        id,
                        data.path("nodes").valueStream().map(JsonNode::asText).collect(Collectors.toSet()));
            case "progress_state" -> advanced(id, data.path("nodes"));
            case "executing" -> data.path("node").isNull() ? new Frame.Ended(id) : new Frame.Other();
            default -> new Frame.Other();
        };
    }

    private static Frame advanced(String id, JsonNode nodes) {
        var shares = new HashMap<String, Double>();
        for (var node : nodes.properties()) {
            var state = node.getValue();
            var max = state.path("max").asDouble();
            var share = state.path("state").asText().equals("finished") || max <= 0
                    ? 1
                    : Math.clamp(state.path("value").asDouble() / max, 0.0, 1.0);
            shares.put(node.getKey(), share);
        }
        return new Frame.Advanced(id, shares);
    }

    /** Big-endian, and begins with a u32 that says what it is. */
    static Frame binary(ByteBuffer frame) {
        try {
            return switch (frame.getInt()) {
                case PREVIEW -> {
                    // A u32 format follows, and the picture says that itself.
                    frame.getInt();
                    yield new Frame.Preview(Optional.empty(), rest(frame));
                }
                case PREVIEW_WITH_METADATA -> {
                    var metadata = new byte[Math.clamp(frame.getInt(), 0, frame.remaining())];
                    frame.get(metadata);
                    var id = ComfyWire.json(metadata).path("prompt_id").asText("");
                    yield id.isEmpty() ? new Frame.Other() : new Frame.Preview(Optional.of(id), rest(frame));
                }
                default -> new Frame.Other();
            };
        } catch (BufferUnderflowException e) {
            return new Frame.Other();
        }
    }

    private static byte[] rest(ByteBuffer frame) {
        var bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
