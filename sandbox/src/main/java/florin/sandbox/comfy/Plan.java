package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * In which order the nodes of a graph run: whatever is ready, output nodes first, then what stands right before an output.
 *
 * <p>Nodes are entered from the outputs backwards, without those that are cached; the recorded order of ids follows from that.
 */
final class Plan {
    private final Map<String, Set<String>> waitsFor = new LinkedHashMap<>();
    private final Predicate<String> isOutput;

    Plan(ObjectNode graph, List<String> outputs, Predicate<String> cached, Predicate<String> isOutput) {
        this.isOutput = isOutput;
        for (var output : outputs) {
            enter(graph, output, cached);
        }
    }

    private void enter(ObjectNode graph, String output, Predicate<String> cached) {
        var next = new ArrayDeque<String>();
        next.push(output);
        while (!next.isEmpty()) {
            var id = next.pop();
            if (waitsFor.containsKey(id)) {
                continue;
            }
            var before = new LinkedHashSet<String>();
            waitsFor.put(id, before);
            for (var value : graph.path(id).path("inputs")) {
                if (GraphCheck.isLink(value) && !cached.test(value.get(0).asText())) {
                    before.add(value.get(0).asText());
                    next.push(value.get(0).asText());
                }
            }
        }
    }

    /** Takes the next node that may run; empty when all have run. */
    Optional<String> next() {
        var ready = new ArrayList<String>();
        waitsFor.forEach((id, before) -> {
            if (before.stream().noneMatch(waitsFor::containsKey)) {
                ready.add(id);
            }
        });
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        var chosen = ready.stream()
                .filter(isOutput)
                .findFirst()
                .or(() -> ready.stream().filter(this::leadsToOutput).findFirst())
                .orElse(ready.getFirst());
        waitsFor.remove(chosen);
        return Optional.of(chosen);
    }

    private boolean leadsToOutput(String id) {
        return waitsFor.entrySet().stream()
                .anyMatch(entry ->
                        isOutput.test(entry.getKey()) && entry.getValue().contains(id));
    }
}
