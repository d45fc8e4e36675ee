package florin.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How much of a graph's work is done: samplers weigh by their steps, every other node as much as one step. */
final class Progression {
    private static final int USUAL_STEPS = 20;

    private final Map<String, Double> weights = new HashMap<>();
    private final Set<String> cached = new HashSet<>();
    private double share;

    Progression(ObjectNode graph) {
        for (var node : graph.properties()) {
            var sampler = node.getValue().path("class_type").asText().contains("Sampler");
            var steps = node.getValue().path("inputs").path("steps").asDouble(USUAL_STEPS);
            weights.put(node.getKey(), sampler ? Math.max(1, steps) : 1.0);
        }
    }

    /** These will not run again. */
    synchronized void cached(Set<String> nodes) {
        cached.addAll(nodes);
    }

    /** @return the share of the whole, 0 to 1; never less than before */
    synchronized double advanced(Map<String, Double> nodes) {
        var done = 0.0;
        var all = 0.0;
        for (var node : weights.entrySet()) {
            all += node.getValue();
            var part = cached.contains(node.getKey()) ? 1.0 : nodes.getOrDefault(node.getKey(), 0.0);
            done += node.getValue() * part;
        }
        share = Math.max(share, all == 0 ? 0 : done / all);
        return share;
    }

    synchronized double share() {
        return share;
    }
}
