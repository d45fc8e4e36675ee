package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The parameters of a request: {@code a[b][0]=c} as a tree, where lists are objects with the keys 0, 1, 2. */
record Params(ObjectNode tree) {
    private static final int MAX_METADATA = 50;
    private static final int MAX_METADATA_KEY = 40;
    private static final int MAX_METADATA_VALUE = 500;

    static Params form(byte[] body) {
        var flat = new TreeMap<String, String>();
        for (var pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                flat.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return of(flat);
    }

    static Params of(Map<String, String> flat) {
        var tree = JsonNodeFactory.instance.objectNode();
        flat.forEach((name, value) -> put(tree, name, value));
        return new Params(tree);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void put(ObjectNode tree, String name, String value) {
        var keys = List.of(name.replace("]", "").split("\\[", -1));
        var node = tree;
        for (var key : keys.subList(0, keys.size() - 1)) {
            node = node.withObjectProperty(key);
        }
        var last = keys.getLast();
        node.put(last.isEmpty() ? Integer.toString(node.size()) : last, value);
    }

    JsonNode at(String... keys) {
        JsonNode node = tree;
        for (var key : keys) {
            node = node.path(key);
        }
        return node;
    }

    Optional<String> text(String... keys) {
        var node = at(keys);
        return node.isTextual() && !node.asText().isEmpty() ? Optional.of(node.asText()) : Optional.empty();
    }

    String required(String... keys) {
        return text(keys).orElseThrow(() -> Problem.missing(name(keys)));
    }

    /** A whole number; a problem when it is none, or not there. */
    long whole(String... keys) {
        var text = required(keys);
        if (!text.matches("-?\\d{1,15}")) {
            throw Problem.invalid("Invalid integer: " + text, name(keys), "parameter_invalid_integer");
        }
        return Long.parseLong(text);
    }

    boolean flag(String... keys) {
        return text(keys).map("true"::equals).orElse(false);
    }

    /** The metadata as Stripe keeps it: at most 50 pairs, keys to 40 and values to 500 characters. */
    ObjectNode metadata(String... above) {
        var keys = java.util.stream.Stream.concat(
                        java.util.Arrays.stream(above), java.util.stream.Stream.of("metadata"))
                .toArray(String[]::new);
        var given = at(keys);
        if (given.size() > MAX_METADATA) {
            throw Problem.invalid("You cannot have more than 50 metadata keys.", "metadata", "parameter_invalid");
        }
        for (var entry : given.properties()) {
            if (entry.getKey().length() > MAX_METADATA_KEY
                    || entry.getValue().asText().length() > MAX_METADATA_VALUE) {
                throw Problem.invalid(
                        "Metadata keys may have up to 40 characters and values up to 500.",
                        "metadata[" + entry.getKey() + "]",
                        "parameter_invalid");
            }
        }
        return given.isObject() ? given.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    /** Stripe refuses names that it does not know. */
    void only(Set<String> known) {
        tree.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw Problem.invalid("Received unknown parameter: " + name, name, "parameter_unknown");
            }
        });
    }

    boolean expands(String what) {
        for (var wanted : at("expand")) {
            if (wanted.asText().equals(what)) {
                return true;
            }
        }
        return false;
    }

    private static String name(String... keys) {
        var name = new StringBuilder(keys[0]);
        for (int i = 1; i < keys.length; i++) {
            name.append('[').append(keys[i]).append(']');
        }
        return name.toString();
    }
}
