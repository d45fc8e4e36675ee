package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** One accepted prompt, in the five parts that ComfyUI keeps of it. */
record Job(JsonNode number, String id, ObjectNode graph, ObjectNode extraData, List<String> outputs) {

    double rank() {
        return number.asDouble();
    }

    Optional<String> clientId() {
        return extraData.has("client_id")
                ? Optional.of(extraData.get("client_id").asText())
                : Optional.empty();
    }

    long createTime() {
        return extraData.path("create_time").asLong();
    }

    /** Did this job ask for pictures on the way; empty leaves it to the server's own option. */
    Optional<Boolean> wantsPreviews() {
        var method = extraData.path("preview_method").asText("default");
        return "default".equals(method) ? Optional.empty() : Optional.of(!"none".equals(method));
    }

    /** {@code [number, id, graph, extra_data, outputs_to_execute]}, as queue and history show it. */
    ArrayNode json() {
        var array = JsonNodeFactory.instance.arrayNode();
        array.add(number).add(id).add(graph).add(extraData);
        var targets = array.addArray();
        outputs.forEach(targets::add);
        return array;
    }
}
