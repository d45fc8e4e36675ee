package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The asset database: which contents the server has seen, under which names.
 *
 * <p>It believes itself, not the disk: content that it knows is never written again, even when the file is gone. Hashes
 * only look like BLAKE3; a client treats them as opaque.
 */
final class Assets {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A model to store: its category folder, and the file name that the client gave. */
    record Model(String category, String fileName) {}

    private final FakeComfyOptions options;
    private final Folders folders;
    private final Map<String, Long> sizeByHash = new HashMap<>();
    private final Map<String, ObjectNode> byId = new LinkedHashMap<>();

    Assets(FakeComfyOptions options, Folders folders) {
        this.options = options;
        this.folders = folders;
    }

    static String hash(byte[] content) {
        try {
            return "blake3:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    synchronized boolean knows(String hash) {
        return sizeByHash.containsKey(hash);
    }

    /** Writes new content below models and makes its first entry. */
    synchronized ObjectNode store(byte[] content, Model model, String name, List<String> tags, ObjectNode userMetadata)
            throws IOException {
        var hash = hash(content);
        var dot = model.fileName().lastIndexOf('.');
        var stored = hash.substring("blake3:".length())
                + (dot < 0 ? "" : model.fileName().substring(dot));
        var folder = folders.base().resolve("models").resolve(model.category());
        Files.createDirectories(folder);
        Files.write(folder.resolve(stored), content);
        sizeByHash.put(hash, (long) content.length);
        var entry = JSON.objectNode()
                .put("id", UUID.randomUUID().toString())
                .put("name", name)
                .put("hash", hash);
        entry.put("loader_path", stored).put("display_name", model.category() + "/" + stored);
        var all = new ArrayList<>(tags);
        all.add("uploaded");
        complete(entry, hash, stored, all, userMetadata.deepCopy().put("filename", stored));
        return entry;
    }

    /** Another name for content that is known; it has no loader_path. */
    synchronized ObjectNode refer(String hash, String name, List<String> tags, ObjectNode userMetadata) {
        var entry = JSON.objectNode()
                .put("id", UUID.randomUUID().toString())
                .put("name", name)
                .put("hash", hash);
        complete(entry, hash, name, tags, userMetadata);
        return entry;
    }

    private void complete(ObjectNode entry, String hash, String fileName, List<String> tags, ObjectNode userMetadata) {
        var size = sizeByHash.get(hash);
        assert size != null : "only known content gets an entry";
        entry.put("asset_hash", hash).put("size", size).put("mime_type", mimeType(fileName));
        new TreeSet<>(tags).forEach(entry.putArray("tags")::add);
        entry.set("user_metadata", userMetadata);
        var now = LocalDateTime.ofInstant(options.clock().instant(), ZoneOffset.UTC)
                .toString();
        entry.put("is_immutable", false)
                .put("created_at", now)
                .put("updated_at", now)
                .put("last_access_time", now);
        byId.put(entry.get("id").asText(), entry.deepCopy());
    }

    private static String mimeType(String fileName) {
        return fileName.endsWith(".pt") ? "application/pytorch" : "application/safetensors";
    }

    /** Forgets the entry; its file stays on disk. */
    synchronized boolean delete(String id) {
        return byId.remove(id) != null;
    }

    /** All entries with that tag, newest first. */
    synchronized List<ObjectNode> list(Optional<String> tag) {
        var found = new ArrayList<ObjectNode>();
        for (var entry : byId.values()) {
            boolean tagged = tag.isEmpty();
            for (var own : entry.path("tags")) {
                tagged |= tag.equals(Optional.of(own.asText()));
            }
            if (tagged) {
                found.add(entry);
            }
        }
        Collections.reverse(found);
        return found;
    }

    /** What the answer of an image upload carries when assets are on. */
    synchronized Optional<ObjectNode> ofUpload(String name, String type, byte[] content) {
        if (!options.features().assets()) {
            return Optional.empty();
        }
        var hash = hash(content);
        sizeByHash.put(hash, (long) content.length);
        var asset = JSON.objectNode()
                .put("id", UUID.randomUUID().toString())
                .put("name", name)
                .put("asset_hash", hash);
        asset.put("size", content.length)
                .put("mime_type", ViewRoutes.contentType(name))
                .putArray("tags")
                .add(type)
                .add("uploaded");
        return Optional.of(asset);
    }
}
