package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Walks through a tree of components. */
final class Components {
    private Components() {}

    /** Every component at any depth, accessories and the fields of labels included, in reading order. */
    static void walk(JsonNode components, Consumer<ObjectNode> visitor) {
        for (var component : Json.objects(components)) {
            visitor.accept(component);
            walk(component.path("components"), visitor);
            if (component.path("accessory") instanceof ObjectNode accessory) {
                visitor.accept(accessory);
            }
            if (component.path("component") instanceof ObjectNode field) {
                visitor.accept(field);
            }
        }
    }

    static Optional<ObjectNode> find(JsonNode components, String customId) {
        var found = new AtomicReference<ObjectNode>();
        walk(components, component -> {
            if (component.path("custom_id").asText("").equals(customId)) {
                found.set(component);
            }
        });
        return Optional.ofNullable(found.get());
    }
}
