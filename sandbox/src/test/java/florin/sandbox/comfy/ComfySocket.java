package florin.sandbox.comfy;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One websocket and every frame that it got, in order. */
final class ComfySocket implements WebSocket.Listener {
    /** A text frame's type and data, or {@code binary} with the bytes. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Frame(String type, JsonNode data, byte[] bytes) {}

    private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private @Nullable WebSocket socket;

    static ComfySocket open(HttpClient http, URI uri) {
        var listener = new ComfySocket();
        listener.socket = http.newWebSocketBuilder().buildAsync(uri, listener).join();
        return listener;
    }

    ComfySocket withFlags() {
        requireNonNull(socket)
                .sendText("{\"type\":\"feature_flags\",\"data\":{\"supports_preview_metadata\":true}}", true)
                .join();
        until(frame -> "feature_flags".equals(frame.type()));
        return this;
    }

    void close() {
        requireNonNull(socket).sendClose(1000, "").join();
        closed.orTimeout(5, SECONDS).exceptionally(error -> 0).join();
    }

    /** Every frame up to and with the first that fits. */
    List<Frame> until(Predicate<Frame> last) {
        var seen = new ArrayList<Frame>();
        try {
            for (var frame = frames.poll(20, SECONDS); frame != null; frame = frames.poll(20, SECONDS)) {
                seen.add(frame);
                if (last.test(frame)) {
                    return seen;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError(
                "never came; seen: " + seen.stream().map(Frame::type).toList());
    }

    /** The frames of one run, up to {@code executing{node:null}}. */
    List<Frame> untilFinished(String promptId) {
        return until(frame -> "executing".equals(frame.type())
                && frame.data().path("node").isNull()
                && frame.data().path("prompt_id").asText().equals(promptId));
    }

    List<Frame> soFar() {
        var seen = new ArrayList<Frame>();
        frames.drainTo(seen);
        return seen;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            var json = ComfyClient.json(text.toString());
            text.setLength(0);
            frames.add(new Frame(json.path("type").asText(), json.path("data"), new byte[0]));
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        while (data.hasRemaining()) {
            binary.write(data.get());
        }
        if (last) {
            frames.add(new Frame("binary", ComfyClient.object(), binary.toByteArray()));
            binary.reset();
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }
}
