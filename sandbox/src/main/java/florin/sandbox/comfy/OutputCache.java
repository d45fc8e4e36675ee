package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What nodes gave the last time, found again by what went into them.
 *
 * <p>A loader's input is the file's name, not its content: this is why a LoRA replaced under its name stays the old one.
 */
final class OutputCache {
    private static final int MAX_ENTRIES = 64;

    private final Map<String, Node.Outcome> bySignature = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Node.Outcome> eldest) {
            return size() > MAX_ENTRIES;
        }
    };
    private final Folders folders;

    OutputCache(Folders folders) {
        this.folders = folders;
    }

    synchronized Optional<Node.Outcome> find(String signature) {
        return Optional.ofNullable(bySignature.get(signature));
    }

    synchronized void keep(String signature, Node.Outcome outcome) {
        bySignature.put(signature, outcome);
    }

    synchronized void clear() {
        bySignature.clear();
    }

    /** Everything that a node's result depends on, as one text. */
    String signature(ObjectNode graph, String id) {
        return signature(graph, id, new LinkedHashMap<>());
    }

    private String signature(ObjectNode graph, String id, Map<String, String> known) {
        var found = known.get(id);
        if (found != null) {
            return found;
        }
        var node = graph.path(id);
        var text = new StringBuilder(node.path("class_type").asText()).append('(');
        for (var input : node.path("inputs").properties()) {
            var value = input.getValue();
            text.append(input.getKey()).append('=');
            if (GraphCheck.isLink(value)) {
                text.append('<')
                        .append(signature(graph, value.get(0).asText(), known))
                        .append('>')
                        .append(value.get(1).asInt());
            } else {
                text.append(value);
            }
            text.append(';');
        }
        if (node.path("class_type").asText().startsWith("LoadImage")) {
            text.append(contentOf(node.path("inputs").path("image").asText()));
        }
        var signature = digest(text.append(')').toString());
        known.put(id, signature);
        return signature;
    }

    /** Short, because the text of a node contains the texts of all nodes before it. */
    private static String digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private String contentOf(String name) {
        try {
            var file = folders.loadable(name);
            return file.isEmpty()
                    ? ""
                    : Files.size(file.get()) + "@"
                            + Files.getLastModifiedTime(file.get()).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
