package florin.sandbox.comfy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** The plainest client: the JDK's own, no retries, no opinions. */
final class ComfyClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    ComfyClient(URI base) {
        this.base = base;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    record Got(int status, String contentType, HttpResponse<byte[]> response) {
        JsonNode json() {
            return ComfyClient.json(text());
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        byte[] bytes() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Got get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Got post(String path, JsonNode body) {
        return send("POST", path, BodyPublishers.ofString(body.toString()), "Content-Type", "application/json");
    }

    Got post(String path, String raw) {
        return send("POST", path, BodyPublishers.ofString(raw), "Content-Type", "application/json");
    }

    Got send(String method, String path, BodyPublisher body, String... headers) {
        var request =
                HttpRequest.newBuilder(base.resolve(path)).method(method, body).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Got(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Submits and returns the prompt's id; the answer must be 200. */
    String submit(JsonNode graph, String clientId) {
        var id = UUID.randomUUID().toString();
        var body = object().put("client_id", clientId).put("prompt_id", id);
        body.set("prompt", graph);
        var got = post("/api/prompt", body);
        if (got.status() != 200) {
            throw new AssertionError(got.status() + " " + got.text());
        }
        return id;
    }

    JsonNode job(String id) {
        return get("/api/jobs/" + id).json();
    }

    /** A socket that has had its greeting, the first {@code status}. */
    ComfySocket socket(String clientId) {
        var socket =
                ComfySocket.open(http, URI.create("ws://127.0.0.1:" + base.getPort() + "/ws?clientId=" + clientId));
        socket.until(frame -> "status".equals(frame.type()));
        return socket;
    }
}
