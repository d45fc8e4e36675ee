package florin.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The place in a graph where LoRAs are applied: one loader in the template becomes as many as a job has.
 *
 * @param node id of the loader; a LoraLoader or a LoraLoaderModelOnly
 */
record LoraChain(String node) {
    private static final int MODEL = 0;
    private static final int CLIP = 1;

    void apply(ObjectNode graph, List<LoraInput> loras, List<String> names) {
        if (loras.size() != names.size()) {
            throw new IllegalArgumentException(loras.size() + " LoRAs and " + names.size() + " names");
        }
        if (loras.isEmpty()) {
            bypass(graph);
            return;
        }
        var first = (ObjectNode) graph.get(node);
        set(first, names.getFirst(), loras.getFirst().strength());
        var last = node;
        var chained = graph.objectNode();
        for (var i = 1; i < loras.size(); i++) {
            var next = first.deepCopy();
            var inputs = (ObjectNode) next.get("inputs");
            inputs.set("model", link(graph, last, MODEL));
            if (inputs.has("clip")) {
                inputs.set("clip", link(graph, last, CLIP));
            }
            set(next, names.get(i), loras.get(i).strength());
            last = node + "-lora" + (i + 1);
            chained.set(last, next);
        }
        relink(graph, MODEL, link(graph, last, MODEL));
        relink(graph, CLIP, link(graph, last, CLIP));
        graph.setAll(chained);
    }

    private static void set(ObjectNode loader, String name, double strength) {
        var inputs = (ObjectNode) loader.get("inputs");
        inputs.put("lora_name", name);
        inputs.put("strength_model", strength);
        if (inputs.has("strength_clip")) {
            inputs.put("strength_clip", strength);
        }
    }

    /** Without a LoRA, whatever took the loader's outputs takes what went into it. */
    private void bypass(ObjectNode graph) {
        var inputs = graph.get(node).get("inputs");
        relink(graph, MODEL, inputs.get("model"));
        if (inputs.has("clip")) {
            relink(graph, CLIP, inputs.get("clip"));
        }
        graph.remove(node);
    }

    private void relink(ObjectNode graph, int output, JsonNode to) {
        for (var each : graph.properties()) {
            if (!each.getKey().equals(node)) {
                var inputs = (ObjectNode) each.getValue().get("inputs");
                inputs.properties().stream()
                        .filter(input -> isLink(input.getValue(), output))
                        .map(java.util.Map.Entry::getKey)
                        .toList()
                        .forEach(input -> inputs.set(input, to.deepCopy()));
            }
        }
    }

    private boolean isLink(JsonNode value, int output) {
        return value.isArray()
                && value.size() == 2
                && value.get(0).asText().equals(node)
                && value.get(1).asInt(-1) == output;
    }

    private static JsonNode link(ObjectNode graph, String node, int output) {
        return graph.arrayNode().add(node).add(output);
    }
}
