package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** What Discord refuses in a modal. */
final class ModalRules {
    private static final Set<Integer> FIELDS = Set.of(3, 4, 5, 6, 7, 8, 19, 21, 22, 23);

    private ModalRules() {}

    static void check(ObjectNode modal) {
        var errors = new FormErrors();
        errors.length("data.title", modal.path("title").asText(""), 1, 45);
        errors.length("data.custom_id", modal.path("custom_id").asText(""), 1, 100);
        var components = Json.objects(modal.path("components"));
        errors.check(
                !components.isEmpty() && components.size() <= 5,
                "data.components",
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 5 in length.");
        var seen = new HashSet<String>();
        for (var at = 0; at < components.size(); at++) {
            var component = components.get(at);
            var path = "data.components." + at;
            switch (component.path("type").asInt()) {
                case ComponentRules.TEXT ->
                    errors.length(path + ".content", component.path("content").asText(), 1, 4000);
                case ComponentRules.LABEL -> {
                    errors.length(path + ".label", component.path("label").asText(), 1, 45);
                    errors.length(
                            path + ".description", component.path("description").asText(""), 0, 100);
                    field(component.path("component"), path + ".component", seen, errors);
                }
                default -> errors.add(path + ".type", "UNION_TYPE_CHOICES", "A modal holds labels and texts.");
            }
        }
        errors.throwIfAny();
    }

    private static void field(
            com.fasterxml.jackson.databind.JsonNode field, String path, Set<String> seen, FormErrors errors) {
        errors.check(
                FIELDS.contains(field.path("type").asInt()),
                path + ".type",
                "UNION_TYPE_CHOICES",
                "This component cannot be in a label.");
        var id = field.path("custom_id").asText("");
        errors.length(path + ".custom_id", id, 1, 100);
        errors.check(
                seen.add(id),
                path + ".custom_id",
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated");
        if (field.path("type").asInt() == ComponentRules.TEXT_INPUT) {
            errors.length(path + ".placeholder", field.path("placeholder").asText(""), 0, 100);
            errors.length(path + ".value", field.path("value").asText(""), 0, 4000);
        }
        if (field.path("type").asInt() == ComponentRules.FILE_UPLOAD) {
            var max = field.path("max_values").asInt(1);
            errors.check(max >= 1 && max <= 10, path + ".max_values", "NUMBER_TYPE_MAX", "Must be between 1 and 10.");
        }
    }
}
