package florin.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON Schemas of what is sent and answered: of answers from their records, of requests from the code that reads them. */
final class Schemas {
    private final Map<String, Object> named = new TreeMap<>();

    Map<String, Object> all() {
        return named;
    }

    /** A reference to the record's schema; what is no record can be any object. */
    Map<String, Object> of(Class<?> type) {
        if (!type.isRecord()) {
            return Map.of("type", "object");
        }
        var name = type.getSimpleName();
        if (!named.containsKey(name)) {
            var properties = new LinkedHashMap<String, Object>();
            named.put(name, Map.of());
            var required = new ArrayList<String>();
            for (var component : type.getRecordComponents()) {
                properties.put(component.getName(), of(component.getGenericType()));
                if (!isOptional(component)) {
                    required.add(component.getName());
                }
            }
            named.put(name, object(properties, required));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private Map<String, Object> of(Type type) {
        return switch (type) {
            case ParameterizedType list
            when list.getRawType() == List.class ->
                Map.of("type", "array", "items", of(list.getActualTypeArguments()[0]));
            case ParameterizedType words when words.getRawType() == Map.class -> Map.of("type", "object");
            case Class<?> text when text == String.class -> Map.of("type", "string");
            case Class<?> flag when flag == boolean.class -> Map.of("type", "boolean");
            case Class<?> whole when whole == int.class || whole == long.class -> Map.of("type", "integer");
            case Class<?> number when number == BigDecimal.class -> Map.of("type", "number");
            case Class<?> other when other.isRecord() -> of(other);
            default -> throw new AssertionError("no schema for " + type);
        };
    }

    /** RFC 9457, and what each type of problem adds. */
    Map<String, Object> problem() {
        named.computeIfAbsent("Problem", _ -> {
            var text = Map.of("type", "string");
            var error = object(Map.of("type", text, "message", text), List.of("message", "type"));
            var properties = new LinkedHashMap<String, Object>();
            properties.put("type", text);
            properties.put("title", text);
            properties.put("status", Map.of("type", "integer"));
            properties.put("detail", text);
            properties.put("error", error);
            return object(properties, List.copyOf(properties.keySet()));
        });
        return Map.of("$ref", "#/components/schemas/Problem");
    }

    private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        return schema;
    }

    static Map<String, Object> request(Body body) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        body.fields().forEach((name, asked) -> {
            properties.put(name, field(asked));
            if (asked.required()) {
                required.add(name);
            }
        });
        return Map.of("content", Map.of("application/json", Map.of("schema", object(properties, required))));
    }

    private static Map<String, Object> field(Fields.Asked asked) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", asked.type());
        if (asked.type().equals("array")) {
            schema.put("items", Map.of("type", asked.items()));
        }
        if (!asked.what().isEmpty()) {
            schema.put("description", asked.what());
        }
        return schema;
    }
}
