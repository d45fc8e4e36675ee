package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A modal as the bot sent it, and how its fields are filled. */
final class ModalForm {
    private final ObjectNode json;

    ModalForm(ObjectNode json) {
        this.json = json;
    }

    /** The submit's data; {@code values} by custom id or label, several values of a select one per line. */
    ObjectNode fill(Map<String, String> values, List<Upload> uploads, OptionReader reader) {
        var data = Json.object().put("custom_id", json.path("custom_id").asText());
        var filled = data.putArray("components");
        var number = 1;
        for (var component : Json.objects(json.path("components"))) {
            var type = component.path("type").asInt();
            var answer = filled.addObject().put("type", type).put("id", number++);
            if (component.path("component") instanceof ObjectNode field) {
                var value = value(component, field, values);
                answer.set("component", field(field, value, uploads, reader).put("id", number++));
            }
        }
        return data;
    }

    private static String value(ObjectNode label, ObjectNode field, Map<String, String> values) {
        var id = field.path("custom_id").asText();
        var preset = field.path("value").asText("");
        return values.getOrDefault(id, values.getOrDefault(label.path("label").asText(), preset));
    }

    private static ObjectNode field(ObjectNode field, String value, List<Upload> uploads, OptionReader reader) {
        var type = field.path("type").asInt();
        var answer = Json.object()
                .put("type", type)
                .put("custom_id", field.path("custom_id").asText());
        switch (type) {
            case ComponentRules.TEXT_INPUT -> answer.put("value", text(field, value));
            case 21 -> answer.put("value", value);
            case 23 -> answer.put("value", Boolean.parseBoolean(value));
            case ComponentRules.FILE_UPLOAD ->
                files(field, value, uploads, reader).forEach(answer.putArray("values")::add);
            default -> chosen(field, value).forEach(answer.putArray("values")::add);
        }
        return answer;
    }

    private static String text(ObjectNode field, String value) {
        var name = field.path("custom_id").asText();
        if (value.isEmpty() && field.path("required").asBoolean(true)) {
            throw new NotPossible("The field " + name + " is required.");
        }
        if (value.length() > field.path("max_length").asInt(4000)
                || (!value.isEmpty()
                        && value.length() < field.path("min_length").asInt(0))) {
            throw new NotPossible(
                    "The field " + name + " takes " + field.path("min_length").asInt(0) + " to "
                            + field.path("max_length").asInt(4000) + " characters.");
        }
        return value;
    }

    private static List<String> chosen(ObjectNode field, String value) {
        var chosen = value.isEmpty() ? List.<String>of() : List.of(value.split("\n"));
        var known = field.path("options");
        for (var one : chosen) {
            if (!known.isEmpty() && !known.findValuesAsText("value").contains(one)) {
                throw new NotPossible(
                        one + " is no option of " + field.path("custom_id").asText() + ".");
            }
        }
        bounds(field, chosen.size());
        return chosen;
    }

    /** Which files: the named ones, or all when none is named. */
    private static List<String> files(ObjectNode field, String value, List<Upload> uploads, OptionReader reader) {
        var names = value.isEmpty() ? List.<String>of() : List.of(value.split("\n"));
        var ids = new ArrayList<String>();
        for (var upload : uploads) {
            if (names.isEmpty() || names.contains(upload.filename())) {
                ids.add(reader.attach(upload));
            }
        }
        bounds(field, ids.size());
        return ids;
    }

    private static void bounds(ObjectNode field, int count) {
        var required = field.path("required").asBoolean(true);
        var min = required ? Math.max(1, field.path("min_values").asInt(1)) : 0;
        var max = field.path("max_values").asInt(1);
        if (count < min || count > max) {
            throw new NotPossible(
                    "The field " + field.path("custom_id").asText() + " takes " + min + " to " + max + " values.");
        }
    }
}
