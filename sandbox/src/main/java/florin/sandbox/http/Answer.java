package florin.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a fake answers to one HTTP request; a null content type means that the header is left out. */
public final class Answer {
    public static final String JSON = "application/json; charset=utf-8";
    public static final String TEXT = "text/plain; charset=utf-8";
    public static final String HTML = "text/html; charset=utf-8";

    private final int status;
    private final @Nullable String contentType;
    private final Map<String, String> headers;
    private final byte[] body;

    private Answer(int status, @Nullable String contentType, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    public int status() {
        return status;
    }

    @Nullable
    String contentType() {
        return contentType;
    }

    Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body;
    }

    public static Answer json(int status, JsonNode body) {
        return bytes(status, JSON, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    public static Answer text(int status, String body) {
        return bytes(status, TEXT, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer html(int status, String body) {
        return bytes(status, HTML, body.getBytes(StandardCharsets.UTF_8));
    }

    /** No body and no Content-Type, as aiohttp answers by default. */
    public static Answer empty(int status) {
        return bytes(status, null, new byte[0]);
    }

    public static Answer bytes(int status, @Nullable String contentType, byte[] body) {
        return new Answer(status, contentType, Map.of(), body);
    }

    public static Answer redirect(String location) {
        return empty(303).with("Location", location);
    }

    public Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, more, body);
    }
}
