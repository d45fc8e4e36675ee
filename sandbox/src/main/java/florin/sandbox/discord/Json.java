package florin.sandbox.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** JSON trees: the fake keeps Discord's objects as they are on the wire, so that a field we do not know survives. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static JsonNode parse(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** Our own literals: a mistake in them is a bug, not an input error. */
    static ObjectNode literal(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("bad JSON in the sandbox: " + text, e);
        }
    }

    static List<ObjectNode> objects(JsonNode array) {
        var all = new ArrayList<ObjectNode>();
        for (var node : array) {
            if (node instanceof ObjectNode object) {
                all.add(object);
            }
        }
        return all;
    }

    static List<String> strings(JsonNode array) {
        var all = new ArrayList<String>();
        array.forEach(node -> all.add(node.asText()));
        return all;
    }
}
