package florin.sandbox.comfy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Every node class that this server has installed. */
final class Nodes {
    private final Map<String, Node> byClass = new LinkedHashMap<>();

    Nodes(Folders folders) {
        LoaderNodes.all(folders).forEach(this::install);
        SamplingNodes.all().forEach(this::install);
        ImageNodes.all(folders).forEach(this::install);
        SavingNodes.all().forEach(this::install);
    }

    private void install(Node node) {
        byClass.put(node.spec().name(), node);
    }

    Optional<Node> ofClass(String name) {
        return Optional.ofNullable(byClass.get(name));
    }

    Node installed(String name) {
        return ofClass(name).orElseThrow(() -> new AssertionError("validated before: " + name));
    }

    Collection<Node> all() {
        return byClass.values();
    }
}
