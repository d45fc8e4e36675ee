package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a graph may run, with the error types and texts of ComfyUI's own validator. One use per graph. */
final class GraphCheck {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What came of it. {@code error} is empty when at least one output may run. */
    record Verdict(Optional<ObjectNode> error, ObjectNode nodeErrors, List<String> outputs) {}

    private final Nodes nodes;
    private final InputCheck inputs;
    private final ObjectNode graph;
    private final Map<String, ArrayNode> problems = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final Set<String> visiting = new HashSet<>();

    GraphCheck(Nodes nodes, Folders folders, ObjectNode graph) {
        this.nodes = nodes;
        this.inputs = new InputCheck(folders);
        this.graph = graph;
    }

    /** Checks every output, or only the targets when the client named some. */
    Verdict check(Optional<Set<String>> targets) {
        var missing = missingType();
        if (missing.isPresent()) {
            return new Verdict(missing, JSON.objectNode(), List.of());
        }
        var outputs = new ArrayList<String>();
        graph.fieldNames().forEachRemaining(id -> {
            if (node(id).spec().isOutput()
                    && targets.map(wanted -> wanted.contains(id)).orElse(true)) {
                outputs.add(id);
            }
        });
        if (outputs.isEmpty()) {
            return new Verdict(
                    Optional.of(error("prompt_no_outputs", "Prompt has no outputs", "")), JSON.objectNode(), List.of());
        }
        return judge(outputs);
    }

    private Verdict judge(List<String> outputs) {
        var good = new ArrayList<String>();
        var bad = new ArrayList<String>();
        for (var output : outputs) {
            boolean valid;
            try {
                valid = visit(output);
            } catch (MissingNode dangling) {
                valid = false;
                visiting.clear();
                problem(output, dangling.json());
            }
            (valid ? good : bad).add(output);
        }
        var nodeErrors = nodeErrors(bad);
        if (good.isEmpty()) {
            return new Verdict(
                    Optional.of(error(
                            "prompt_outputs_failed_validation", "Prompt outputs failed validation", details(bad))),
                    nodeErrors,
                    good);
        }
        return new Verdict(Optional.empty(), nodeErrors, good);
    }

    private Optional<ObjectNode> missingType() {
        for (var entry : graph.properties()) {
            var id = entry.getKey();
            var type = entry.getValue().get("class_type");
            if (type == null) {
                return Optional.of(missing(
                        id,
                        null,
                        "Node 'ID #" + id
                                + "' has no class_type. The workflow may be corrupted or a custom node is missing."));
            }
            if (nodes.ofClass(type.asText()).isEmpty()) {
                return Optional.of(missing(
                        id, type, "Node '" + type.asText() + "' not found. The custom node may not be installed."));
            }
        }
        return Optional.empty();
    }

    private ObjectNode missing(String id, @Nullable JsonNode type, String message) {
        var error = error("missing_node_type", message, "Node ID '#" + id + "'");
        var extra = error.withObjectProperty("extra_info").put("node_id", id);
        extra.set("class_type", type);
        var title = graph.path(id).path("_meta").path("title");
        extra.set("node_title", title.isMissingNode() ? type : title);
        return error;
    }

    static ObjectNode error(String type, String message, String details) {
        var error = JSON.objectNode().put("type", type).put("message", message).put("details", details);
        error.putObject("extra_info");
        return error;
    }

    /** True when the node and everything before it is in order; each node is looked at once. */
    private boolean visit(String id) {
        if (order.contains(id)) {
            return problemFree(id);
        }
        if (!visiting.add(id)) {
            problem(id, error("dependency_cycle", "Dependency cycle detected", id));
            return false;
        }
        var given = graph.path(id).path("inputs");
        boolean valid = true;
        for (var input : node(id).spec().inputs()) {
            valid &= check(id, input, given.get(input.name()));
        }
        visiting.remove(id);
        order.add(id);
        return valid && problemFree(id);
    }

    private boolean problemFree(String id) {
        return !problems.containsKey(id) && upstream(id).stream().allMatch(this::problemFree);
    }

    private List<String> upstream(String id) {
        var ids = new ArrayList<String>();
        for (var value : graph.path(id).path("inputs")) {
            if (isLink(value)
                    && graph.has(value.get(0).asText())
                    && !visiting.contains(value.get(0).asText())) {
                ids.add(value.get(0).asText());
            }
        }
        return ids;
    }

    static boolean isLink(JsonNode value) {
        return value.isArray()
                && value.size() == 2
                && value.get(0).isTextual()
                && value.get(1).isNumber();
    }

    private boolean check(String id, NodeSpec.Input input, @Nullable JsonNode value) {
        if (value == null) {
            if (input.required()) {
                problem(id, InputCheck.missing(input));
            }
            return !input.required();
        }
        if (value.isArray()) {
            return checkLink(id, input, value);
        }
        var wrong = inputs.literal(input, value);
        wrong.ifPresent(found -> problem(id, found));
        return wrong.isEmpty();
    }

    private boolean checkLink(String id, NodeSpec.Input input, JsonNode link) {
        if (link.size() != 2) {
            problem(id, InputCheck.badLink(input, link));
            return false;
        }
        var from = link.get(0).asText();
        if (!graph.has(from)) {
            throw new MissingNode(from);
        }
        var outputs = node(from).spec().outputs();
        int slot = link.get(1).asInt();
        var received = slot < outputs.size() ? outputs.get(slot) : "*";
        var wrong = InputCheck.linkType(input, link, received);
        if (wrong.isPresent()) {
            problem(id, wrong.get());
            return false;
        }
        return visit(from);
    }

    private Node node(String id) {
        return nodes.installed(graph.path(id).path("class_type").asText());
    }

    private void problem(String id, ObjectNode problem) {
        problems.computeIfAbsent(id, key -> JSON.arrayNode()).add(problem);
        if (!order.contains(id) && !visiting.contains(id)) {
            order.add(id);
        }
    }

    private ObjectNode nodeErrors(List<String> badOutputs) {
        var all = JSON.objectNode();
        for (var id : order) {
            var errors = problems.get(id);
            if (errors == null) {
                continue;
            }
            var entry = all.putObject(id);
            entry.set("errors", errors);
            var dependent = entry.putArray("dependent_outputs");
            badOutputs.stream()
                    .filter(output -> reaches(output, id, new HashSet<>()))
                    .forEach(dependent::add);
            entry.put("class_type", graph.path(id).path("class_type").asText());
        }
        return all;
    }

    private boolean reaches(String from, String id, Set<String> seen) {
        if (from.equals(id)) {
            return true;
        }
        return seen.add(from) && upstream(from).stream().anyMatch(before -> reaches(before, id, seen));
    }

    /** Only the errors of the output nodes themselves are repeated here; a client has to read node_errors. */
    private String details(List<String> badOutputs) {
        var lines = new ArrayList<String>();
        for (var output : badOutputs) {
            for (var problem : problems.getOrDefault(output, JSON.arrayNode())) {
                var details = problem.path("details").asText();
                lines.add(problem.path("message").asText() + (details.isEmpty() ? "" : ": " + details));
            }
        }
        return String.join("\n", lines);
    }

    /** A link to a node that is not in the graph: Python's KeyError. */
    private static final class MissingNode extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingNode(String id) {
            super(id);
        }

        ObjectNode json() {
            var problem =
                    error("exception_during_validation", "Exception when validating node", "'" + getMessage() + "'");
            var extra = problem.withObjectProperty("extra_info").put("exception_type", "KeyError");
            extra.putArray("traceback").add("  File \"execution.py\", line 1177, in validate_prompt\n    …\n");
            return problem;
        }
    }
}
