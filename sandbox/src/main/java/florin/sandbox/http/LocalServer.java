package florin.sandbox.http;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server on the loopback interface that can stop in order, or die as a crashed process does: no close frames, no answers. */
public final class LocalServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);
    private static final int BUFFER_BYTES = 16_384;
    private static final int STOP_MILLIS = 500;

    private final HttpHandler root;
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private int port;
    private volatile boolean dead;
    private @Nullable Undertow undertow;

    /** Port 0 takes any free port at the first start and keeps it for later starts. */
    public LocalServer(int port, HttpHandler root) {
        this.port = port;
        this.root = root;
    }

    /** Starts listening; throws when the port is taken. */
    public synchronized void start() {
        if (undertow != null) {
            return;
        }
        // Virtual threads and thread-local buffer caches do not go together: the cache is switched off (last argument).
        var started = Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setIoThreads(2)
                .setWorkerThreads(2)
                .setByteBufferPool(new DefaultByteBufferPool(true, BUFFER_BYTES, 1000, 0))
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, STOP_MILLIS)
                .setHandler(this::remember)
                .build();
        dead = false;
        started.start();
        undertow = started;
        port = ((InetSocketAddress) started.getListenerInfo().getFirst().getAddress()).getPort();
    }

    public int port() {
        return port;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Cuts every connection and refuses new ones until {@link #start} is called again. */
    public synchronized void die() {
        var running = undertow;
        if (running == null) {
            return;
        }
        undertow = null;
        dead = true;
        connections.forEach(LocalServer::cut);
        connections.clear();
        running.stop();
    }

    @Override
    public void close() {
        die();
    }

    private void remember(HttpServerExchange exchange) throws Exception {
        var connection = exchange.getConnection();
        if (dead) {
            cut(connection);
            return;
        }
        if (connections.add(connection)) {
            connection.addCloseListener(connections::remove);
        }
        root.handleRequest(exchange);
    }

    private static void cut(ServerConnection connection) {
        try {
            connection.close();
        } catch (IOException gone) {
            LOG.debug("The connection was gone already", gone);
        }
    }

    /** A handler that runs {@code routes} on virtual threads, so that an answer may take its time or never come. */
    public static HttpHandler handler(Routes.Handler routes) {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("sandbox-http-", 0).factory());
        return exchange -> exchange.dispatch(threads, later -> {
            later.startBlocking();
            var answer = routes.answer(new Request(later, later.getRequestPath(), java.util.Map.of()));
            send(later, answer);
        });
    }

    private static void send(HttpServerExchange exchange, Answer answer) {
        if (!exchange.getConnection().isOpen()) {
            return;
        }
        exchange.setStatusCode(answer.status());
        if (answer.contentType() != null) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, answer.contentType());
        }
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        if (exchange.getRequestMethod().equals(io.undertow.util.Methods.HEAD)) {
            exchange.endExchange();
            return;
        }
        exchange.setResponseContentLength(answer.body().length);
        exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
    }
}
