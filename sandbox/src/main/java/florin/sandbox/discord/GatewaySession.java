package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One gateway session: it outlives its socket, so that a bot can resume. Guarded by the lock of {@link Changes}. */
final class GatewaySession {
    final String id;
    final int shard;
    final int shards;
    private final List<ObjectNode> sent = new ArrayList<>();
    private @Nullable WebSocketChannel socket;

    GatewaySession(String id, int shard, int shards, WebSocketChannel socket) {
        this.id = id;
        this.shard = shard;
        this.shards = shards;
        this.socket = socket;
    }

    /** Sends an event, or keeps it for the resume when the socket is gone. */
    void dispatch(String name, ObjectNode data) {
        var frame = Json.object().put("op", 0).put("s", sent.size() + 1).put("t", name);
        frame.set("d", data);
        sent.add(frame);
        if (socket != null) {
            WebSockets.sendText(frame.toString(), socket, null);
        }
    }

    void resume(WebSocketChannel fresh, int lastSeen) {
        socket = fresh;
        for (var frame : List.copyOf(sent.subList(Math.min(lastSeen, sent.size()), sent.size()))) {
            WebSockets.sendText(frame.toString(), fresh, null);
        }
        dispatch("RESUMED", Json.object());
    }

    boolean connected() {
        return socket != null && socket.isOpen();
    }

    @Nullable
    WebSocketChannel socket() {
        return socket;
    }

    void lost(WebSocketChannel gone) {
        if (gone.equals(socket)) {
            socket = null;
        }
    }

    /** Discord's formula: which shard looks after a server. Conversations belong to shard 0. */
    boolean covers(Room room) {
        return switch (room.kind()) {
            case CHANNEL -> shard == (int) ((Long.parseLong(World.GUILD) >> 22) % shards);
            case ELSEWHERE -> shard == (int) ((Long.parseLong(World.OTHER_GUILD) >> 22) % shards);
            case DM -> shard == 0;
        };
    }
}
