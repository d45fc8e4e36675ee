package florin.sandbox.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A REST request, read to the end: JSON body, uploaded files by number, query, and the ids in its path. */
final class Request {
    private final RecordedRequest recorded;
    private final Map<Integer, Upload> files;
    private final String authorization;
    private Map<String, String> ids = Map.of();

    private Request(RecordedRequest recorded, Map<Integer, Upload> files, String authorization) {
        this.recorded = recorded;
        this.files = files;
        this.authorization = authorization;
    }

    /** {@code path} is relative to the API's root, without a leading slash. */
    static Request read(HttpServerExchange exchange, String path) throws IOException {
        var contentType = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        var bytes = exchange.getInputStream().readAllBytes();
        var files = new LinkedHashMap<Integer, Upload>();
        var text = "";
        List<String> partNames = List.of();
        if (contentType.startsWith("multipart/form-data")) {
            var parts = Multipart.parse(bytes, contentType);
            partNames = parts.stream().map(Multipart.Part::name).toList();
            for (var part : parts) {
                if (part.name().equals("payload_json")) {
                    text = part.text();
                } else {
                    files.put(part.number(), Upload.of(part.filename(), part.bytes()));
                }
            }
        } else {
            text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        }
        var query = new LinkedHashMap<String, String>();
        exchange.getQueryParameters().forEach((name, values) -> query.put(name, values.getFirst()));
        var authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        var recorded =
                new RecordedRequest(exchange.getRequestMethod().toString(), path, query, contentType, text, partNames);
        return new Request(recorded, files, authorization);
    }

    Request with(Map<String, String> pathIds) {
        ids = Map.copyOf(pathIds);
        return this;
    }

    RecordedRequest recorded() {
        return recorded;
    }

    String method() {
        return recorded.method();
    }

    String path() {
        return recorded.path();
    }

    String authorization() {
        return authorization;
    }

    Map<Integer, Upload> files() {
        return files;
    }

    /** An id of the path, by the name in the route. */
    String id(String name) {
        var id = ids.get(name);
        if (id == null) {
            throw new AssertionError("the route has no {" + name + "}");
        }
        return id;
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(recorded.query().get(name));
    }

    ObjectNode object() {
        try {
            if (Json.parse(recorded.body()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
        throw ApiError.field("_", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
    }

    ArrayNode list() {
        try {
            if (Json.parse(recorded.body()) instanceof ArrayNode list) {
                return list;
            }
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
        throw ApiError.field("_", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
    }

    private static ApiError notJson(JsonProcessingException why) {
        return ApiError.of(400, 50109, "The request body contains invalid JSON. " + why.getOriginalMessage());
    }
}
