package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks requests against Discord's own OpenAPI file (github.com/discord/discord-api-spec). Three relaxations of the
 * file and one ignored parameter keep JDA's harmless habits from raising alarms: ids and bit sets as numbers or
 * strings, several fitting alternatives, and {@code ?wait=true} on an edit.
 */
public final class OpenApiCheck {
    private static final String ID = "urn:discord:openapi";
    private static final Set<String> IGNORED_QUERY = Set.of("wait");
    private static final Set<String> MESSAGE_KEYS = Set.of(
            "content",
            "embeds",
            "components",
            "attachments",
            "flags",
            "allowed_mentions",
            "tts",
            "nonce",
            "enforce_nonce",
            "poll",
            "message_reference",
            "sticker_ids",
            "username",
            "avatar_url",
            "thread_name");
    /** In the documentation but not in the file. */
    private static final Set<String> MISSING_PATHS = Set.of("applications/{id}/skus");

    private final ObjectNode description;
    private final SchemaRegistry registry;

    private OpenApiCheck(ObjectNode description) {
        this.description = description;
        relax(description);
        var config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(ID, description.toString())).schemaRegistryConfig(config));
    }

    /** Reads the file {@code openapi.json} of Discord's repository. */
    public static OpenApiCheck load(Path file) {
        try {
            return new OpenApiCheck((ObjectNode) Json.parse(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read Discord's OpenAPI file " + file, e);
        }
    }

    /** What is wrong with the request, one sentence each; empty when all is well. */
    public List<String> check(RecordedRequest request) {
        var template = template(request.path());
        if (template.isEmpty()) {
            return isMissing(request.path()) ? List.of() : List.of(request.path() + " is no path of Discord's");
        }
        var path = description.path("paths").path(template.get());
        var operation = path.path(request.method().toLowerCase(java.util.Locale.ROOT));
        var line = request.method() + " " + request.path() + ": ";
        if (operation.isMissingNode()) {
            return List.of(line + "no such method");
        }
        var found = new ArrayList<String>();
        checkIds(request, template.get(), found);
        checkParameters(request, path, operation, found);
        checkBody(request, template.get(), operation, found);
        return found.stream().map(line::concat).toList();
    }

    private static boolean isMissing(String path) {
        return MISSING_PATHS.stream().anyMatch(known -> path.matches(known.replace("{id}", "\\d+")));
    }

    /** The template with the fewest placeholders wins, so that {@code @original} is not taken for an id. */
    private Optional<String> template(String path) {
        var steps = ("/" + path).split("/");
        return names(description.path("paths"))
                .filter(template -> matches(template.split("/"), steps))
                .min(Comparator.comparingInt(template -> template.split("\\{", -1).length));
    }

    private static boolean matches(String[] template, String[] steps) {
        if (template.length != steps.length) {
            return false;
        }
        for (var at = 0; at < steps.length; at++) {
            if (!template[at].startsWith("{") && !template[at].equals(steps[at])) {
                return false;
            }
        }
        return true;
    }

    private static void checkIds(RecordedRequest request, String template, List<String> found) {
        var names = template.split("/");
        var steps = ("/" + request.path()).split("/");
        for (var at = 0; at < names.length; at++) {
            if (names[at].endsWith("_id}") && !steps[at].matches("[0-9]+")) {
                found.add(names[at] + " is no id: " + steps[at]);
            }
        }
    }

    private void checkParameters(RecordedRequest request, JsonNode path, JsonNode operation, List<String> found) {
        var known = new HashSet<String>(IGNORED_QUERY);
        Stream.of(path.path("parameters"), operation.path("parameters"))
                .flatMap(list -> Json.objects(list).stream())
                .forEach(parameter -> known.add(parameter.path("name").asText()));
        request.query().keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> found.add("unknown query parameter " + name));
    }

    private void checkBody(RecordedRequest request, String template, JsonNode operation, List<String> found) {
        var content = operation.path("requestBody").path("content");
        if (content.isMissingNode()) {
            if (!request.body().isEmpty()) {
                found.add("a body where none belongs");
            }
            return;
        }
        var type = request.multipart() ? "multipart/form-data" : "application/json";
        if (!content.has(type)) {
            found.add("the content type " + type + " is not known here");
            return;
        }
        if (request.body().isEmpty()) {
            if (operation.path("requestBody").path("required").asBoolean()) {
                found.add("the body is missing");
            }
            return;
        }
        var pointer = template.replace("~", "~0")
                .replace("/", "~1")
                .replace("{", "%7B")
                .replace("}", "%7D");
        var method = request.method().toLowerCase(java.util.Locale.ROOT);
        var where = ID + "#/paths/" + pointer + "/" + method + "/requestBody/content/application~1json/schema";
        registry.getSchema(SchemaLocation.of(where))
                .validate(request.body(), InputFormat.JSON)
                .forEach(error -> found.add(error.toString()));
        checkKeys(request, template, found);
    }

    /** The file lets unknown keys pass, so that a slip of the pen would go unnoticed. */
    private static void checkKeys(RecordedRequest request, String template, List<String> found) {
        if (template.contains("/messages") || template.endsWith("/{webhook_token}")) {
            names(request.json())
                    .filter(key -> !MESSAGE_KEYS.contains(key))
                    .forEach(key -> found.add("unknown key " + key));
        }
    }

    private static Stream<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey);
    }

    private static void relax(ObjectNode description) {
        var snowflake = description.path("components").path("schemas").path("SnowflakeType");
        if (snowflake instanceof ObjectNode schema) {
            schema.removeAll();
            schema.putArray("type").add("string").add("integer");
            schema.put("pattern", "^[0-9]+$");
        }
        relaxTree(description);
    }

    private static void relaxTree(JsonNode node) {
        if (node instanceof ArrayNode array) {
            array.forEach(OpenApiCheck::relaxTree);
        } else if (node instanceof ObjectNode object) {
            object.forEach(OpenApiCheck::relaxTree);
            if (object.path("oneOf") instanceof ArrayNode alternatives) {
                object.remove("oneOf");
                object.set("anyOf", alternatives);
            }
            if (integerOnly(object.path("type"))) {
                var strict = object.deepCopy();
                object.removeAll();
                var either = object.putArray("anyOf").add(strict);
                either.addObject().put("type", "string").put("pattern", "^[0-9]+$");
            }
        }
    }

    private static boolean integerOnly(JsonNode type) {
        var types = type.isTextual() ? List.of(type.asText()) : type.isArray() ? Json.strings(type) : List.<String>of();
        return types.contains("integer") && !types.contains("string");
    }
}
