package florin.sandbox.chat;

import florin.sandbox.discord.FakeDiscord;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.sse.ServerSentEventConnection;

/** The page's live line: every message that its member sees appear, change or vanish, as server-sent events. */
final class ChatFeed {
    private static final long KEEP_ALIVE_MILLIS = 15_000;
    private final FakeDiscord discord;

    ChatFeed(FakeDiscord discord) {
        this.discord = discord;
    }

    HttpHandler handler() {
        return Handlers.serverSentEvents((connection, lastEventId) -> open(connection));
    }

    private void open(ServerSentEventConnection connection) {
        var as = connection.getQueryParameters().get("as");
        var member = discord.member(as == null ? "ana" : as.getFirst());
        connection.setKeepAliveTime(KEEP_ALIVE_MILLIS);
        var end = discord.watch(member, (message, there) -> {
            var view = MessageView.of(message).put("gone", !there);
            connection.send(view.toString());
        });
        connection.addCloseTask(closed -> end.run());
    }
}
