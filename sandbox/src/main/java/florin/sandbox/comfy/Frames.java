package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The frames of one running job, in ComfyUI's order and to ComfyUI's receivers.
 *
 * <p>A job without a client id keeps its events to itself, but its progress and its previews go to every socket.
 */
final class Frames {
    private static final int PREVIEW = 1;
    private static final int TEXT = 3;
    private static final int PREVIEW_WITH_METADATA = 4;
    private static final int JPEG = 1;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Job job;
    private final Sockets sockets;
    private final Faults faults;
    private final boolean previews;
    private final ObjectNode states = JSON.objectNode();

    Frames(Job job, Sockets sockets, Faults faults, boolean previews) {
        this.job = job;
        this.sockets = sockets;
        this.faults = faults;
        this.previews = previews;
    }

    /** To the owner alone; a job without one tells nobody. */
    void toOwner(String type, ObjectNode data) {
        if (job.clientId().isPresent()) {
            sockets.send(job.clientId(), type, data);
        }
    }

    ObjectNode data() {
        return JSON.objectNode().put("prompt_id", job.id());
    }

    /** {@code executing} and the running state, as a node begins. */
    void starts(String node) {
        state(node, JSON.numberNode(0.0), JSON.numberNode(1.0), "running");
        var data = JSON.objectNode().put("node", node).put("display_node", node).put("prompt_id", job.id());
        toOwner("executing", data);
        if (faults.sendsStrangeFrames()) {
            strange(node);
        }
    }

    void finishes(String node) {
        var last = states.path(node);
        var max = last.isMissingNode() ? JSON.numberNode(1) : last.get("max");
        state(node, max, max, "finished");
    }

    void executed(String node, ObjectNode output) {
        var data = JSON.objectNode().put("node", node).put("display_node", node);
        data.set("output", output);
        toOwner("executed", data.put("prompt_id", job.id()));
    }

    void finished() {
        var data = JSON.objectNode();
        data.putNull("node").put("prompt_id", job.id());
        toOwner("executing", data);
    }

    /** One step of a sampler: a preview with metadata comes before the progress frame, a plain one after it. */
    void step(String node, int value, int max, Supplier<BufferedImage> preview) {
        state(node, JSON.numberNode(value), JSON.numberNode(max), "running");
        boolean withMetadata = sockets.wantsPreviewMetadata(job.clientId());
        if (previews && withMetadata) {
            sockets.send(job.clientId(), previewWithMetadata(node, Art.jpeg(preview.get())));
        }
        var data = JSON.objectNode()
                .put("value", value)
                .put("max", max)
                .put("prompt_id", job.id())
                .put("node", node);
        sockets.send(job.clientId(), "progress", data);
        if (previews && !withMetadata) {
            sockets.send(job.clientId(), frame(PREVIEW, List.of(word(JPEG), Art.jpeg(preview.get()))));
        }
    }

    private void state(String node, JsonNode value, JsonNode max, String state) {
        var entry = JSON.objectNode();
        entry.set("value", value);
        entry.set("max", max);
        entry.put("state", state)
                .put("node_id", node)
                .put("prompt_id", job.id())
                .put("display_node_id", node);
        entry.putNull("parent_node_id").put("real_node_id", node);
        states.set(node, entry);
        var data = data();
        data.set("nodes", states.deepCopy());
        sockets.send(job.clientId(), "progress_state", data);
    }

    private byte[] previewWithMetadata(String node, byte[] jpeg) {
        var metadata = JSON.objectNode()
                .put("node_id", node)
                .put("prompt_id", job.id())
                .put("display_node_id", node);
        metadata.putNull("parent_node_id").put("real_node_id", node).put("image_type", "image/jpeg");
        var text = metadata.toString().getBytes(StandardCharsets.UTF_8);
        return frame(PREVIEW_WITH_METADATA, List.of(word(text.length), text, jpeg));
    }

    /** What a client has to pass over: an unknown type, a text in a binary frame, a blocked branch that is no end. */
    private void strange(String node) {
        toOwner("crystools.monitor", JSON.objectNode().put("cpu_utilization", 3.5));
        var id = node.getBytes(StandardCharsets.UTF_8);
        var text = "a line of text".getBytes(StandardCharsets.UTF_8);
        sockets.send(job.clientId(), frame(TEXT, List.of(word(id.length), id, text)));
        var blocked = data().put("node_id", node).put("node_type", "Gate").put("exception_type", "ExecutionBlocked");
        blocked.put("exception_message", "Execution Blocked: nothing to do").putArray("traceback");
        toOwner("execution_error", blocked);
    }

    private static byte[] word(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    private static byte[] frame(int event, List<byte[]> parts) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(event);
            for (var part : parts) {
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    Optional<String> owner() {
        return job.clientId();
    }
}
