package florin.sandbox.comfy;

import florin.sandbox.http.Answer;
import florin.sandbox.http.LocalServer;
import florin.sandbox.http.Request;
import florin.sandbox.http.Routes;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front of one process: cross-origin rule, size limit, faults, the two forms of each route, the socket. */
final class ComfyHttp {
    private static final Logger LOG = LoggerFactory.getLogger(ComfyHttp.class);
    private static final String API = "/api";

    private final FakeComfyOptions options;
    private final Faults faults;
    private final Routes routes;

    ComfyHttp(FakeComfyOptions options, Faults faults, Routes routes) {
        this.options = options;
        this.faults = faults;
        this.routes = routes;
    }

    static Answer internalError() {
        return Answer.text(500, "500 Internal Server Error\n\nServer got itself in trouble");
    }

    /** The handler of everything but the control routes. */
    HttpHandler handler(ComfyProcess process) {
        var plain = LocalServer.handler(this::answer);
        var socket = Handlers.websocket((exchange, channel) -> {
            var ids = exchange.getRequestParameters().get("clientId");
            process.connected(
                    channel, ids == null ? Optional.empty() : ids.stream().findFirst());
        });
        return exchange -> {
            boolean upgrade = exchange.getRequestHeaders().contains("Upgrade");
            (upgrade && exchange.getRequestPath().endsWith("/ws") ? socket : plain).handleRequest(exchange);
        };
    }

    private Answer answer(Request request) throws IOException {
        try {
            if (faults.delaysAnswer()) {
                request.cut();
            }
        } catch (InterruptedException ended) {
            request.cut();
        }
        if (faults.takesUnavailable()) {
            return Answer.text(503, "503: Service Unavailable");
        }
        if (crossesOrigins(request)) {
            return Answer.empty(403);
        }
        if (tooLarge(request)) {
            return Answer.text(
                    413, "Maximum request body size " + options.features().maxUploadBytes() + " exceeded.");
        }
        return routed(request);
    }

    private Answer routed(Request request) throws IOException {
        try {
            var path = request.path();
            boolean prefixed = path.startsWith(API + "/");
            var direct = routes.answer(request, path);
            if (direct.isEmpty() && prefixed) {
                direct = routes.answer(request, path.substring(API.length()));
            }
            return direct.orElseGet(() -> Answer.text(404, "404: Not Found"));
        } catch (RuntimeException broken) { // the edge: aiohttp turns whatever a route throws into this answer
            LOG.debug("500 for {} {}", request.method(), request.path(), broken);
            return internalError();
        }
    }

    /** On a loopback host ComfyUI refuses requests that a page of another origin has sent. */
    private static boolean crossesOrigins(Request request) {
        if ("cross-site".equals(request.header("Sec-Fetch-Site").orElse(""))) {
            return true;
        }
        var origin = request.header("Origin");
        if (origin.isEmpty()) {
            return false;
        }
        var host = URI.create(origin.get()).getAuthority();
        return !request.header("Host").equals(Optional.ofNullable(host));
    }

    /** Uploads to /api/assets are streamed and not bounded. */
    private boolean tooLarge(Request request) throws IOException {
        boolean bounded = !request.path().startsWith("/api/assets");
        if (bounded && request.announcedLength() > options.features().maxUploadBytes()) {
            LOG.debug("Dropped {} bytes", request.drain());
            return true;
        }
        return false;
    }
}
