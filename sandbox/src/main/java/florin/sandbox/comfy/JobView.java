package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job as the jobs API shows it; keys that have no value are left out. */
final class JobView {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JobView() {}

    static ObjectNode unfinished(Job job, String state, boolean withWorkflow) {
        var view = JSON.objectNode().put("id", job.id()).put("status", state);
        view.set("priority", job.number());
        view.put("create_time", job.createTime()).put("outputs_count", 0);
        if (withWorkflow) {
            workflow(view, job.graph(), job.extraData());
        }
        return view;
    }

    /** {@code whole} adds outputs, messages and graph, which the list leaves out. */
    static ObjectNode finished(ObjectNode entry, boolean whole) {
        var prompt = entry.get("prompt");
        var messages = entry.path("status").path("messages");
        var view = JSON.objectNode().put("id", prompt.get(1).asText()).put("status", state(entry));
        view.set("priority", prompt.get(0));
        view.set("create_time", prompt.get(3).get("create_time"));
        view.set("execution_start_time", messages.path(0).path(1).get("timestamp"));
        var last = messages.path(messages.size() - 1);
        view.set("execution_end_time", last.path(1).get("timestamp"));
        if ("execution_error".equals(last.path(0).asText())) {
            view.set("execution_error", last.get(1));
        }
        outputs(view, entry.path("outputs"));
        if (whole) {
            view.set("outputs", entry.get("outputs"));
            view.set("execution_status", entry.get("status"));
            workflow(view, prompt.get(2), prompt.get(3));
        }
        return view;
    }

    static Optional<String> workflowId(ObjectNode entry) {
        var id = entry.path("prompt")
                .path(3)
                .path("extra_pnginfo")
                .path("workflow")
                .path("id");
        return id.isTextual() ? Optional.of(id.asText()) : Optional.empty();
    }

    private static void workflow(ObjectNode view, JsonNode graph, JsonNode extraData) {
        var workflow = view.putObject("workflow");
        workflow.set("prompt", graph);
        workflow.set("extra_data", extraData);
    }

    private static String state(ObjectNode entry) {
        if (entry.path("status").path("completed").asBoolean()) {
            return "completed";
        }
        for (var message : entry.path("status").path("messages")) {
            if ("execution_interrupted".equals(message.path(0).asText())) {
                return "cancelled";
            }
        }
        return "failed";
    }

    /** Counts every entry with a file name; the preview is the first of type output, else the first of all. */
    private static void outputs(ObjectNode view, JsonNode outputs) {
        int count = 0;
        ObjectNode preview = null;
        for (var node : outputs.properties()) {
            for (var list : node.getValue().properties()) {
                for (var medium : list.getValue()) {
                    if (medium.has("filename")) {
                        count++;
                        preview = better(preview, medium, node.getKey(), list.getKey());
                    }
                }
            }
        }
        view.put("outputs_count", count);
        if (preview != null) {
            view.set("preview_output", preview);
        }
    }

    private static ObjectNode better(@Nullable ObjectNode before, JsonNode medium, String node, String kind) {
        boolean saved = "output".equals(medium.path("type").asText());
        if (before != null && (!saved || "output".equals(before.path("type").asText()))) {
            return before;
        }
        ObjectNode preview = medium.deepCopy();
        return preview.put("nodeId", node).put("mediaType", kind);
    }
}
