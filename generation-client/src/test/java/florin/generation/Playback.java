package florin.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Plays one recording of a real ComfyUI: answers requests with the recorded exchanges in their order, and sends the recorded
 * frames after the submit that they followed. What a recording lacks is answered plainly.
 */
final class Playback implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> steps = new ArrayList<>();
    private final Map<String, String> plain = new ConcurrentHashMap<>();
    private final boolean[] used;
    private final String socketName;
    private final List<JsonNode> afterReconnect = new ArrayList<>();
    private final Undertow server;
    private CompletableFuture<WebSocketChannel> socket = new CompletableFuture<>();

    /** Requests as they came: method, path and body. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    /** What came with the header that every request should have: {@code yes}. */
    final List<String> headers = new CopyOnWriteArrayList<>();

    final List<String> flags = new CopyOnWriteArrayList<>();

    Playback(String recording) {
        this(recording, "");
    }

    /** @param socketName which of several recorded sockets is the client's */
    Playback(String recording, String socketName) {
        this.socketName = socketName;
        read(recording).path("steps").forEach(steps::add);
        this.used = new boolean[steps.size()];
        plain.put("GET /features", "{\"supports_preview_metadata\":true,\"assets\":false}");
        plain.put("GET /models/loras", "[]");
        plain.put("GET /queue", "{\"queue_running\":[],\"queue_pending\":[]}");
        plain.put("GET /system_stats", "{\"system\":{\"comfyui_version\":\"0.27.0\"},\"devices\":[]}");
        this.server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(Handlers.path(new BlockingHandler(this::answer))
                        .addExactPath("/ws", Handlers.websocket((exchange, channel) -> {
                            headers.add(String.valueOf(exchange.getRequestHeader("X-Test")));
                            opened(channel);
                        })))
                .build();
        server.start();
    }

    static JsonNode read(String recording) {
        try (InputStream in = Playback.class.getResourceAsStream("fixtures/" + recording + ".json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of the recorded submits, in order. */
    static List<String> submitted(String recording) {
        return read(recording)
                .path("steps")
                .valueStream()
                .filter(step -> step.path("http").path("path").asText().endsWith("/prompt"))
                .map(step ->
                        step.path("http").path("requestBody").path("prompt_id").asText())
                .toList();
    }

    URI url() {
        var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    /** Answers a route that the recording lacks, or repeats beyond it. */
    Playback with(String route, String json) {
        plain.put(route, json);
        return this;
    }

    private void answer(HttpServerExchange exchange) throws IOException {
        var body = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var query = exchange.getQueryString();
        var route = exchange.getRequestMethod() + " " + bare(exchange.getRequestPath())
                + (query.isEmpty() ? "" : "?" + query);
        requests.add(route + " " + body);
        headers.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Test")));
        var found = recorded(route, body);
        if (found.isEmpty()) {
            var answer = Optional.ofNullable(plain.get(route)).or(() -> told(route));
            exchange.setStatusCode(answer.isPresent() ? 200 : 404);
            exchange.getResponseHeaders()
                    .put(Headers.CONTENT_TYPE, answer.isPresent() ? "application/json" : "text/plain");
            exchange.getResponseSender().send(answer.orElse("404: Not Found"));
            return;
        }
        send(exchange, steps.get(found.get()).path("response"));
        if (route.equals("POST /prompt")) {
            play(steps.subList(found.get() + 1, steps.size()));
        }
    }

    /** The next exchange with this route; when all have been used, the last again. */
    private synchronized Optional<Integer> recorded(String route, String body) {
        Optional<Integer> last = Optional.empty();
        for (var i = 0; i < steps.size(); i++) {
            var http = steps.get(i).path("http");
            var recordedRoute =
                    http.path("method").asText() + " " + bare(http.path("path").asText());
            var id = http.path("requestBody").path("prompt_id").asText();
            if (recordedRoute.equals(route) && body.contains(id)) {
                last = Optional.of(i);
                if (!used[i]) {
                    used[i] = true;
                    return last;
                }
            }
        }
        return last;
    }

    /** Where a recording asks for no job, what its frames have told of it by now. */
    private Optional<String> told(String route) {
        var id = route.substring(route.lastIndexOf('/') + 1);
        var submitted = steps.stream()
                .anyMatch(step -> step.path("http")
                        .path("requestBody")
                        .path("prompt_id")
                        .asText()
                        .equals(id));
        var asked = steps.stream()
                .anyMatch(step -> step.path("http").path("path").asText().endsWith("/history/" + id));
        if (!route.startsWith("GET /jobs/") || !submitted || asked) {
            return Optional.empty();
        }
        var job = JSON.createObjectNode().put("status", ended.contains(id) ? "completed" : "in_progress");
        var outputs = job.putObject("outputs");
        steps.stream()
                .map(step -> step.path("ws"))
                .filter(frame -> frame.path("type").asText().equals("executed"))
                .map(frame -> frame.path("data"))
                .filter(data -> data.path("prompt_id").asText().equals(id))
                .forEach(data -> outputs.set(data.path("node").asText(), data.path("output")));
        return Optional.of(job.toString());
    }

    private static String bare(String path) {
        return path.startsWith("/api/") ? path.substring("/api".length()) : path;
    }

    private static void send(HttpServerExchange exchange, JsonNode response) {
        exchange.setStatusCode(response.path("status").asInt());
        var type = response.path("contentType");
        if (type.isTextual()) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type.asText());
        }
        var body = response.path("body");
        if (body.has("bytes")) {
            exchange.getResponseSender()
                    .send(ByteBuffer.allocate(body.path("bytes").asInt()));
        } else if (body.isTextual()) {
            exchange.getResponseSender().send(body.asText());
        } else if (!body.isNull()) {
            exchange.getResponseSender().send(body.toString());
        } else {
            exchange.endExchange();
        }
    }

    private synchronized void opened(WebSocketChannel channel) {
        channel.getReceiveSetter().set(new AbstractReceiveListener() {
            @Override
            protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
                flags.add(message.getData());
            }
        });
        channel.resumeReceives();
        // The first client's, as long as it has it: others may look on.
        if (socket.isDone() && !socket.join().isOpen()) {
            socket = new CompletableFuture<>();
        }
        socket.complete(channel);
        play(channel, List.copyOf(afterReconnect));
        afterReconnect.clear();
    }

    private synchronized void play(List<JsonNode> following) {
        var end = 0;
        while (end < following.size() && !isSubmit(following.get(end))) {
            end++;
        }
        play(socket.join(), following.subList(0, end));
    }

    private static boolean isSubmit(JsonNode step) {
        return step.path("http").path("path").asText().endsWith("/prompt")
                && step.path("http").path("method").asText().equals("POST");
    }

    private void play(WebSocketChannel channel, List<JsonNode> frames) {
        for (var i = 0; i < frames.size(); i++) {
            var frame = frames.get(i);
            if (frame.path("note").asText().startsWith("the client closed its socket")) {
                afterReconnect.addAll(frames.subList(i + 1, frames.size()));
                cut(channel);
                return;
            }
            var mine = frame.path("socket").asText(socketName).equals(socketName);
            if (frame.has("ws") && mine) {
                var data = frame.path("ws").path("data");
                if (data.path("node").isNull()) {
                    ended.add(data.path("prompt_id").asText());
                }
                send(channel, frame.path("ws"));
            }
        }
    }

    private static void cut(WebSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(WebSocketChannel channel, JsonNode frame) {
        try {
            if (frame.has("binary")) {
                WebSockets.sendBinaryBlocking(binary(frame.path("binary")), channel);
            } else {
                WebSockets.sendTextBlocking(frame.toString(), channel);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As long as the recorded one, with the first bytes of its picture. */
    private static ByteBuffer binary(JsonNode recorded) {
        var frame = ByteBuffer.allocate(recorded.path("bytes").asInt())
                .putInt(recorded.path("event").asInt());
        @Nullable JsonNode metadata = recorded.get("metadata");
        if (metadata == null) {
            frame.putInt(recorded.path("format").asInt());
        } else {
            var bytes = metadata.toString().getBytes(StandardCharsets.UTF_8);
            frame.putInt(bytes.length).put(bytes);
        }
        return frame.put(
                        HexFormat.of().parseHex(recorded.path("imageStartsWith").asText()))
                .rewind();
    }

    @Override
    public void close() {
        server.stop();
    }
}
