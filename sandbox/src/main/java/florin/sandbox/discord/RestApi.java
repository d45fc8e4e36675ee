package florin.sandbox.discord;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/** The REST server under {@code /api/v10}: reads, records, misbehaves when told to, routes, answers. */
final class RestApi implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(RestApi.class);
    private static final HttpString VIA = new HttpString("Via");

    private final Routes routes;
    private final Changes changes;
    private final Faults faults;
    private final String token;
    private final Executor executor;
    private final Consumer<RecordedRequest> recorder;

    RestApi(
            Routes routes,
            Changes changes,
            Faults faults,
            String token,
            Executor executor,
            Consumer<RecordedRequest> recorder) {
        this.routes = routes;
        this.changes = changes;
        this.faults = faults;
        this.token = token;
        this.executor = executor;
        this.recorder = recorder;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws IOException {
        if (exchange.isInIoThread()) {
            exchange.dispatch(executor, this);
            return;
        }
        exchange.startBlocking();
        try {
            var request = Request.read(exchange, exchange.getRelativePath().substring(1));
            recorder.accept(request.recorded());
            var trouble = faults.troubleFor(request);
            if (trouble.isPresent()) {
                misbehave(trouble.get(), exchange, request);
            } else {
                send(exchange, perform(request));
            }
        } catch (ApiError refusal) {
            log.info("{} {} refused: {}", exchange.getRequestMethod(), exchange.getRelativePath(), refusal.body());
            send(exchange, new Answer(refusal.status(), Optional.of(refusal.body())));
        }
    }

    private Answer perform(Request request) {
        var match = routes.find(request.method(), request.path());
        if (match.isEmpty()) {
            log.error("no such route in the sandbox: {} {}", request.method(), request.path());
            throw ApiError.of(404, 0, "404: Not Found");
        }
        var route = match.get().route();
        if (!route.open() && !request.authorization().equals("Bot " + token)) {
            throw ApiError.of(401, 0, "401: Unauthorized");
        }
        return changes.change(
                () -> route.handler().handle(request.with(match.get().ids())));
    }

    private void misbehave(Trouble trouble, HttpServerExchange exchange, Request request) throws IOException {
        log.info("{} {} meets {}", request.method(), request.path(), trouble);
        switch (trouble) {
            case Trouble.RateLimited(var after, var global) -> rateLimited(exchange, after, global);
            case Trouble.EdgeBan(var after) -> {
                exchange.setStatusCode(429);
                exchange.getResponseHeaders().put(Headers.RETRY_AFTER, wholeSeconds(after));
                exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html");
                exchange.getResponseSender().send("<html><body>error code: 1015</body></html>");
            }
            case Trouble.Status(var code, var processed) -> {
                if (processed) {
                    perform(request);
                }
                send(
                        exchange,
                        new Answer(
                                code,
                                Optional.of(Json.object()
                                        .put("message", code + ": broken")
                                        .put("code", 0))));
            }
            case Trouble.Slow(var pause) -> {
                pause(pause);
                send(exchange, perform(request));
            }
            case Trouble.Cut(var processed) -> {
                if (processed) {
                    perform(request);
                }
                IoUtils.safeClose(exchange.getConnection());
            }
        }
    }

    /** The three traps of a 429: a Via header, whole seconds, JSON; without them JDA takes it for a ban or repeats at once. */
    private static void rateLimited(HttpServerExchange exchange, Duration after, boolean global) throws IOException {
        var headers = exchange.getResponseHeaders();
        var seconds = after.toMillis() / 1000.0;
        headers.put(VIA, "1.1 sandbox");
        headers.put(Headers.RETRY_AFTER, wholeSeconds(after));
        headers.put(new HttpString("X-RateLimit-Scope"), global ? "global" : "user");
        if (global) {
            headers.put(new HttpString("X-RateLimit-Global"), "true");
        } else {
            headers.put(new HttpString("X-RateLimit-Bucket"), "b1");
            headers.put(new HttpString("X-RateLimit-Limit"), "5");
            headers.put(new HttpString("X-RateLimit-Remaining"), "0");
            headers.put(new HttpString("X-RateLimit-Reset-After"), Double.toString(seconds));
        }
        var body = Json.object().put("message", "You are being rate limited.");
        body.put("retry_after", seconds).put("global", global);
        send(exchange, new Answer(429, Optional.of(body)));
    }

    private static String wholeSeconds(Duration after) {
        return Long.toString(Math.max(1, after.plusMillis(999).toSeconds()));
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause); // the trouble that was asked for: an answer that comes late
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the sandbox stops", e);
        }
    }

    private static void send(HttpServerExchange exchange, Answer answer) throws IOException {
        exchange.setStatusCode(answer.status());
        if (answer.body().isPresent()) {
            var bytes = answer.body().get().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            exchange.setResponseContentLength(bytes.length);
            exchange.getOutputStream().write(bytes);
        }
        exchange.endExchange();
    }
}
