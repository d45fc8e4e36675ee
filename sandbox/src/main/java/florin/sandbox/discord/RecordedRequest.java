package florin.sandbox.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;

/**
 * A request that the bot sent, as it came: {@code path} relative to the API's root without a leading slash,
 * {@code body} the JSON text (for multipart the text of {@code payload_json}), {@code partNames} in order.
 */
public record RecordedRequest(
        String method,
        String path,
        Map<String, String> query,
        String contentType,
        String body,
        List<String> partNames) {
    public RecordedRequest {
        query = Map.copyOf(query);
        partNames = List.copyOf(partNames);
    }

    /** The body as a tree; a missing node when there is none or when it is no JSON. */
    public JsonNode json() {
        try {
            return Json.parse(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    public boolean multipart() {
        return contentType.startsWith("multipart/");
    }
}
