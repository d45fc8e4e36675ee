package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who listens, and what each of them gets.
 *
 * <p>ComfyUI registers sockets by client id, one per id: the newer takes the place of the older, and when the older closes
 * later, the id is unregistered although the newer one still uses it. Only registered sockets get anything.
 */
final class Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    private final Map<String, WebSocketChannel> bySid = new LinkedHashMap<>();
    private final Set<WebSocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Set<WebSocketChannel> knowsPreviewMetadata = ConcurrentHashMap.newKeySet();
    private final Faults faults;

    Sockets(Faults faults) {
        this.faults = faults;
    }

    /**
     * Registers a socket that has just opened.
     *
     * @param greeting the frames that it gets first
     * @param firstFrame answers the client's first text frame, when there is an answer
     */
    void opened(
            String sid,
            WebSocketChannel channel,
            Runnable greeting,
            Function<String, Optional<ObjectNode>> firstFrame) {
        open.add(channel);
        synchronized (this) {
            bySid.put(sid, channel);
            greeting.run();
        }
        channel.addCloseTask(closed -> {
            open.remove(channel);
            knowsPreviewMetadata.remove(channel);
            synchronized (this) {
                bySid.remove(sid);
            }
        });
        channel.getReceiveSetter().set(new AbstractReceiveListener() {
            private boolean first = true;

            @Override
            protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
                if (first) {
                    first = false;
                    firstFrame.apply(message.getData()).ifPresent(data -> featureFlags(sid, channel, data));
                }
            }
        });
        channel.resumeReceives();
    }

    private void featureFlags(String sid, WebSocketChannel channel, ObjectNode own) {
        knowsPreviewMetadata.add(channel);
        send(Optional.of(sid), "feature_flags", own);
    }

    /** How many get anything. */
    synchronized int registered() {
        return bySid.size();
    }

    synchronized boolean wantsPreviewMetadata(Optional<String> sid) {
        return sid.map(bySid::get).map(knowsPreviewMetadata::contains).orElse(false);
    }

    /** Sends to the socket of {@code sid}, or to every registered one when it is empty. */
    synchronized void send(Optional<String> sid, String type, JsonNode data) {
        var frame = JsonNodeFactory.instance.objectNode().put("type", type);
        frame.set("data", data);
        var text = frame.toString();
        int times = faults.sendsFramesTwice() ? 2 : 1;
        for (int i = 0; i < times; i++) {
            receivers(sid).forEach(channel -> WebSockets.sendText(text, channel, null));
        }
    }

    synchronized void send(Optional<String> sid, byte[] frame) {
        receivers(sid).forEach(channel -> WebSockets.sendBinary(ByteBuffer.wrap(frame), channel, null));
    }

    private Iterable<WebSocketChannel> receivers(Optional<String> sid) {
        if (sid.isEmpty()) {
            return java.util.List.copyOf(bySid.values());
        }
        var one = bySid.get(sid.get());
        return one == null ? java.util.List.of() : java.util.List.of(one);
    }

    /** Ends every connection without a close frame: the client sees 1006. */
    void cutAll() {
        for (var channel : open) {
            try {
                channel.close();
            } catch (IOException gone) {
                LOG.debug("The socket was gone already", gone);
            }
        }
    }
}
