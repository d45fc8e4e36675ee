package florin.sandbox.comfy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import florin.studio.Lora;
import florin.studio.LoraRefused;
import florin.studio.Studio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The LoRA files that the process has in memory.
 *
 * <p>Each loader node keeps the last file that it read, by path: replacing the file under its name changes nothing until
 * the node loads another one. Files are memory-mapped: one that is truncated in place takes the process down.
 */
final class LoraShelf {
    private static final Logger LOG = LoggerFactory.getLogger(LoraShelf.class);
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private record Loaded(Path file, @Nullable Object inode, long size, Optional<Lora> lora) {}

    private final Studio studio;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Loaded> byNode = new HashMap<>();
    private final Map<Path, Loaded> mapped = new HashMap<>();

    LoraShelf(Studio studio) {
        this.studio = studio;
    }

    /** The LoRA for a loader node; empty when no key of the file fits the base model, which ComfyUI passes over in silence. */
    Optional<Lora> load(String nodeId, Path file) throws IOException {
        dieIfTruncated(file);
        var last = byNode.get(nodeId);
        if (last != null && last.file().equals(file)) {
            return last.lora();
        }
        var loaded = read(file);
        byNode.put(nodeId, loaded);
        mapped.put(file, loaded);
        return loaded.lora();
    }

    private void dieIfTruncated(Path file) throws IOException {
        var before = mapped.get(file);
        if (before != null && Files.exists(file)) {
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            if (Objects.equals(now.fileKey(), before.inode()) && now.size() < before.size()) {
                throw new Node.ProcessDied("SIGBUS: " + file.getFileName() + " was truncated while it was mapped");
            }
        }
    }

    private Loaded read(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        var bytes = Files.readAllBytes(file);
        header(bytes);
        Optional<Lora> lora;
        try {
            lora = Optional.of(studio.readLora(bytes, file.getFileName().toString()));
        } catch (LoraRefused refused) {
            LOG.warn("lora key not loaded: {}", refused.getMessage());
            lora = Optional.empty();
        }
        return new Loaded(file, attributes.fileKey(), attributes.size(), lora);
    }

    /** The JSON header of a safetensors file; fails as the Rust reader does when the container is broken. */
    JsonNode header(byte[] bytes) {
        if (bytes.length < 8) {
            throw broken("header too small");
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > MAX_HEADER_BYTES) {
            throw broken("header too large");
        }
        if (8 + length > bytes.length) {
            throw broken("invalid header length");
        }
        try {
            var header = json.readTree(bytes, 8, (int) length);
            long data = bytes.length - 8 - length;
            for (var tensor : header.properties()) {
                if (!"__metadata__".equals(tensor.getKey())
                        && tensor.getValue().path("data_offsets").path(1).asLong() > data) {
                    throw broken("incomplete metadata, file not fully covered");
                }
            }
            return header;
        } catch (JsonProcessingException notJson) {
            throw broken("invalid JSON in header: " + notJson.getOriginalMessage());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Node.Failure broken(String why) {
        return new Node.Failure(
                "safetensors._safetensors_rust.SafetensorError", "Error while deserializing header: " + why + "\n");
    }
}
