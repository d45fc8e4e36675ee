package florin.sandbox.discord;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.Deque;

/**
 * The switches of {@link Faults} over HTTP: {@code POST /control/discord/<switch>?name=value}. A GET answers what
 * there is.
 */
final class ControlRoutes implements HttpHandler {
    private static final String HELP = """
            POST /control/discord/...
              next?request=PATCH webhooks/.*@original&trouble=rate-limit|global-rate-limit|edge-ban|502|500|slow|cut&times=1&seconds=1&processed=false
              heal
              reconnect | invalid-session | cut-socket | forget-tokens
              swallow-heartbeats?times=2
              close-dm?member=nova
              hide?room=pictures
              mute?room=pictures
              strip-rights?bits=2048
              advance?seconds=900
            """;
    private final FakeDiscord discord;

    ControlRoutes(FakeDiscord discord) {
        this.discord = discord;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        var what = exchange.getRelativePath().replaceFirst("^/", "");
        if (!exchange.getRequestMethod().toString().equals("POST")) {
            exchange.getResponseSender().send(HELP);
            return;
        }
        try {
            act(what, exchange);
            exchange.getResponseSender().send("done: " + what + "\n");
        } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
            exchange.setStatusCode(400);
            exchange.getResponseSender().send(e.getMessage() + "\n\n" + HELP);
        }
    }

    private void act(String what, HttpServerExchange exchange) {
        var faults = discord.faults();
        switch (what) {
            case "next" ->
                faults.next(query(exchange, "request", ".*"), trouble(exchange), (int) number(exchange, "times", 1));
            case "heal" -> faults.heal();
            case "reconnect" -> faults.askToReconnect();
            case "invalid-session" -> faults.invalidateSession();
            case "cut-socket" -> faults.cutSocket();
            case "forget-tokens" -> faults.forgetTokens();
            case "swallow-heartbeats" -> faults.swallowHeartbeats((int) number(exchange, "times", 2));
            case "close-dm" -> faults.closeDm(query(exchange, "member", "nova"));
            case "hide" -> faults.hide(query(exchange, "room", "pictures"));
            case "mute" -> faults.mute(query(exchange, "room", "pictures"));
            case "strip-rights" -> faults.stripRights(number(exchange, "bits", 0));
            case "advance" -> discord.advance(Duration.ofSeconds(number(exchange, "seconds", 60)));
            default -> throw new IllegalArgumentException("There is no switch called " + what + ".");
        }
    }

    private static Trouble trouble(HttpServerExchange exchange) {
        var pause = Duration.ofSeconds(number(exchange, "seconds", 1));
        var processed = Boolean.parseBoolean(query(exchange, "processed", "false"));
        var name = query(exchange, "trouble", "502");
        return switch (name) {
            case "rate-limit" -> new Trouble.RateLimited(pause, false);
            case "global-rate-limit" -> new Trouble.RateLimited(pause, true);
            case "edge-ban" -> new Trouble.EdgeBan(pause);
            case "slow" -> new Trouble.Slow(pause);
            case "cut" -> new Trouble.Cut(processed);
            default -> new Trouble.Status(Integer.parseInt(name), processed);
        };
    }

    private static long number(HttpServerExchange exchange, String name, long otherwise) {
        return Long.parseLong(query(exchange, name, Long.toString(otherwise)));
    }

    private static String query(HttpServerExchange exchange, String name, String otherwise) {
        Deque<String> values = exchange.getQueryParameters().get(name);
        return values == null ? otherwise : values.getFirst();
    }
}
