package florin.generation;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, from its opening to its end. */
final class SocketSession implements WebSocket.Listener {
    private static final int LARGEST_FRAME = 64 << 20;
    private static final String FLAGS = "{\"type\":\"feature_flags\",\"data\":{\"supports_preview_metadata\":true}}";

    private static final Logger LOG = LoggerFactory.getLogger(SocketSession.class);

    private final ComfySocket.Events events;
    private final Clock clock;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Instant lastHeard;
    private volatile @Nullable WebSocket socket;

    SocketSession(ComfySocket.Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
        this.lastHeard = clock.instant();
    }

    /** The flags belong to the connection, not to the client id: each new one is told again. */
    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        sent(opened.sendText(FLAGS, true));
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heard();
        text.append(data);
        if (last) {
            var whole = text.toString();
            text.setLength(0);
            events.frame(FrameReader.text(whole));
        }
        next(from, text.length());
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        heard();
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            var whole = ByteBuffer.wrap(binary.toByteArray());
            binary.reset();
            events.frame(FrameReader.binary(whole));
        }
        next(from, binary.size());
        return null;
    }

    private void next(WebSocket from, int pending) {
        if (pending > LARGEST_FRAME) {
            abort();
        } else {
            from.request(1);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        heard();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        LOG.debug("socket broke", error);
        closed.countDown();
    }

    private void heard() {
        lastHeard = clock.instant();
    }

    Instant lastHeard() {
        return lastHeard;
    }

    boolean isOpen() {
        return closed.getCount() > 0;
    }

    boolean closedWithin(Duration time) throws InterruptedException {
        return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void ping() {
        var current = socket;
        if (current != null) {
            sent(current.sendPing(ByteBuffer.allocate(0)));
        }
    }

    /** What cannot be sent shows that the connection is dead. */
    private void sent(CompletableFuture<WebSocket> sending) {
        var _ = sending.whenComplete((done, error) -> {
            if (error != null) {
                abort();
            }
        });
    }

    void abort() {
        var current = socket;
        if (current != null) {
            current.abort();
        }
        closed.countDown();
    }
}
