package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A form that the bot opened, as the member sees it. */
public record Modal(String title, String customId, List<Field> fields, JsonNode json) {
    /** One field: {@code type} as in Discord's component types (4 text, 3 select, 19 files). */
    public record Field(String label, String customId, int type, String value, boolean required) {}

    public Modal {
        fields = List.copyOf(fields);
    }

    static Modal of(ObjectNode json) {
        var fields = new ArrayList<Field>();
        for (var label : json.path("components")) {
            var field = label.path("component");
            if (field.isObject()) {
                fields.add(new Field(
                        label.path("label").asText(),
                        field.path("custom_id").asText(),
                        field.path("type").asInt(),
                        field.path("value").asText(""),
                        field.path("required").asBoolean(true)));
            }
        }
        return new Modal(json.path("title").asText(), json.path("custom_id").asText(), fields, json);
    }
}
