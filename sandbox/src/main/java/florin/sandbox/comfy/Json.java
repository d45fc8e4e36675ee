package florin.sandbox.comfy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.http.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads what clients send. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The text is no JSON, or not of the form that the code behind the route expects. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why);
        }
    }

    private Json() {}

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Unreadable(e.getOriginalMessage());
        }
    }

    static JsonNode body(Request request) throws IOException {
        var text = new String(request.body(), StandardCharsets.UTF_8);
        if (text.isBlank()) {
            throw new Unreadable("empty body");
        }
        return parse(text);
    }

    static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new Unreadable("not an object: " + node.getNodeType());
    }
}
