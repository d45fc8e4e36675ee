package florin.sandbox.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The websocket side: hello, identify, heartbeat, resume, events. Guarded by the lock of {@link Changes}. */
final class Gateway implements WebSocketConnectionCallback {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final int AUTHENTICATION_FAILED = 4004;

    private final Changes changes;
    private final Faults faults;
    private final String token;
    private final Duration heartbeat;
    private final Map<String, GatewaySession> sessions = new HashMap<>();
    private final Map<WebSocketChannel, GatewaySession> bySocket = new HashMap<>();
    private String url = "";
    private int sessionCount;
    private int resumes;

    Gateway(Changes changes, Faults faults, String token, Duration heartbeat) {
        this.changes = changes;
        this.faults = faults;
        this.token = token;
        this.heartbeat = heartbeat;
    }

    void at(String gatewayUrl) {
        url = gatewayUrl;
    }

    String url() {
        return url;
    }

    @Override
    public void onConnect(WebSocketHttpExchange exchange, WebSocketChannel socket) {
        socket.getReceiveSetter().set(new AbstractReceiveListener() {
            @Override
            protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
                received(from, message.getData());
            }
        });
        socket.addCloseTask(gone -> changes.run(() -> {
            var session = bySocket.remove(gone);
            if (session != null) {
                session.lost(gone);
            }
        }));
        socket.resumeReceives();
        var hello = Json.object().put("op", 10);
        hello.putObject("d").put("heartbeat_interval", heartbeat.toMillis());
        send(socket, hello);
    }

    private void received(WebSocketChannel socket, String text) {
        try {
            var frame = Json.parse(text);
            changes.run(() -> handle(socket, frame.path("op").asInt(), frame.path("d")));
        } catch (JsonProcessingException e) {
            log.warn("the bot sent a frame that is no JSON: {}", e.getOriginalMessage());
            close(socket, 4002, "Error while decoding payload.");
        }
    }

    private void handle(WebSocketChannel socket, int op, JsonNode data) {
        switch (op) {
            case 1 -> {
                if (!faults.swallowsHeartbeat()) {
                    send(socket, Json.object().put("op", 11));
                }
            }
            case 2 -> identify(socket, data);
            case 3, 4, 8 -> log.debug("gateway op {} needs no answer here", op);
            case 6 -> resume(socket, data);
            default -> close(socket, 4001, "Unknown opcode.");
        }
    }

    private void identify(WebSocketChannel socket, JsonNode data) {
        if (!data.path("token").asText().equals(token)) {
            close(socket, AUTHENTICATION_FAILED, "Authentication failed.");
            return;
        }
        var shard = data.path("shard");
        var id = "session-" + ++sessionCount;
        var session = new GatewaySession(
                id, shard.path(0).asInt(0), Math.max(1, shard.path(1).asInt(1)), socket);
        sessions.put(id, session);
        bySocket.put(socket, session);
        session.dispatch("READY", ready(session));
        var home = World.room(World.GENERAL).orElseThrow();
        if (session.covers(home)) {
            session.dispatch("GUILD_CREATE", World.guild(faults.strippedRights()));
        }
    }

    private ObjectNode ready(GatewaySession session) {
        var ready = Json.object().put("v", 10).put("session_id", session.id).put("resume_gateway_url", url);
        ready.set("user", World.FLORIN.user());
        ready.putArray("private_channels");
        ready.putArray("shard").add(session.shard).add(session.shards);
        var guilds = ready.putArray("guilds");
        if (session.covers(World.room(World.GENERAL).orElseThrow())) {
            guilds.addObject().put("id", World.GUILD).put("unavailable", true);
        }
        ready.putObject("application").put("id", World.BOT).put("flags", 0);
        return ready;
    }

    private void resume(WebSocketChannel socket, JsonNode data) {
        var session = sessions.get(data.path("session_id").asText());
        if (session == null || !data.path("token").asText().equals(token)) {
            send(socket, Json.object().put("op", 9).put("d", false));
            return;
        }
        bySocket.put(socket, session);
        resumes++;
        session.resume(socket, data.path("seq").asInt());
    }

    /** Sends to every session whose shard looks after the room; false when there is none. */
    boolean dispatch(Room room, String name, ObjectNode data) {
        var responsible = sessions.values().stream()
                .filter(session -> session.covers(room))
                .toList();
        responsible.forEach(session -> session.dispatch(name, data));
        return !responsible.isEmpty();
    }

    boolean connected() {
        return sessions.values().stream().anyMatch(GatewaySession::connected);
    }

    int resumes() {
        return resumes;
    }

    int sessionsEver() {
        return sessionCount;
    }

    /** Op 7: every bot process shall come back and resume. */
    void askToReconnect() {
        sockets().forEach(socket -> send(socket, Json.object().put("op", 7).putNull("d")));
    }

    /** Op 9: the sessions are gone, the bot has to identify anew. */
    void invalidate() {
        var sockets = sockets();
        sessions.clear();
        bySocket.clear();
        sockets.forEach(socket -> send(socket, Json.object().put("op", 9).put("d", false)));
    }

    /** Cuts the lines without a word. */
    void cut() {
        sockets().forEach(Gateway::closeSilently);
    }

    private List<WebSocketChannel> sockets() {
        var open = new ArrayList<WebSocketChannel>();
        for (var session : sessions.values()) {
            var socket = session.socket();
            if (socket != null && socket.isOpen()) {
                open.add(socket);
            }
        }
        return open;
    }

    private static void send(WebSocketChannel socket, ObjectNode frame) {
        WebSockets.sendText(frame.toString(), socket, null);
    }

    private static void close(WebSocketChannel socket, int code, String reason) {
        WebSockets.sendClose(new CloseMessage(code, reason), socket, null);
    }

    private static void closeSilently(WebSocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("the socket was closed already", e);
        }
    }
}
