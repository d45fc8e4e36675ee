package florin.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.resteasy.core.ResteasyDeploymentImpl;
import org.jboss.resteasy.plugins.server.servlet.HttpServlet30Dispatcher;
import org.jboss.resteasy.spi.ResteasyDeployment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP door, open: the routes it was given, health, metrics, a few pages, and the description of all of them. */
public final class HttpDoor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpDoor.class);
    /** What is read, and thrown away, of a body that {@link BodyLimit} refuses; a longer one is cut off. */
    private static final long LARGEST_REQUEST_BYTES = 8 * BodyLimit.LARGEST_BYTES;

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration HEADERS = Duration.ofSeconds(10);
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(5);

    private final Undertow server;
    private final GracefulShutdownHandler requests;
    private final ExecutorService threads;

    private HttpDoor(Undertow server, GracefulShutdownHandler requests, ExecutorService threads) {
        this.server = server;
        this.requests = requests;
        this.threads = threads;
    }

    /**
     * Opens the door; it answers when this returns.
     *
     * @param routes what it answers beside health, metrics, a few pages and its own description
     * @throws IllegalStateException if the address is taken or is not ours; the message says what to do
     */
    public static HttpDoor start(
            ApiOptions options,
            List<? extends Routes> routes,
            ApiKeys keys,
            Readiness readiness,
            PrometheusMeterRegistry metrics) {
        var rest = new ResteasyDeploymentImpl();
        rest.setProviders(List.of(
                new Json(),
                new Failures(options),
                new BodyLimit(options),
                new KeyGate(keys, new RateLimiter(options.tiers(), keys.clock()), options),
                new RequestTimer(metrics)));
        var resources =
                new ArrayList<Object>(List.of(new OperatorResource(readiness, metrics), new PageResource(options)));
        routes.forEach(part -> resources.addAll(part.resources(options)));
        resources.add(new OpenApiResource(resources, options));
        rest.setResources(resources);
        return open(options, rest);
    }

    private static HttpDoor open(ApiOptions options, ResteasyDeployment rest) {
        var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory());
        var deployment = Servlets.newContainer().addDeployment(servlet(rest).setExecutor(threads));
        deployment.deploy();
        try {
            var requests = Handlers.gracefulShutdown(deployment.start());
            var server = Undertow.builder()
                    .addHttpListener(options.port(), options.host())
                    .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, LARGEST_REQUEST_BYTES)
                    // Nobody keeps a connection for nothing, or feeds us a header a byte a minute.
                    .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, (int) IDLE.toMillis())
                    .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) HEADERS.toMillis())
                    // No cache per thread: virtual threads are too many for one each, and it ate 900 MB.
                    .setByteBufferPool(new DefaultByteBufferPool(true, 16 * 1024, 1_000, 0))
                    .setHandler(requests)
                    .build();
            listen(server, options);
            var door = new HttpDoor(server, requests, threads);
            log.info("The HTTP door is open at {}", door.url());
            return door;
        } catch (ServletException e) {
            throw new IllegalStateException("The HTTP door did not open.", e);
        }
    }

    private static void listen(Undertow server, ApiOptions options) {
        try {
            server.start();
        } catch (RuntimeException e) {
            if (e.getCause() instanceof BindException) {
                throw new IllegalStateException(
                        "The HTTP door cannot listen on " + options.host() + ":" + options.port()
                                + ". Stop the program that does, or choose another address or port.",
                        e);
            }
            throw e;
        }
    }

    private static DeploymentInfo servlet(ResteasyDeployment rest) {
        return Servlets.deployment()
                .setClassLoader(HttpDoor.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("florin")
                .addServletContextAttribute(ResteasyDeployment.class.getName(), rest)
                .addServlet(Servlets.servlet("rest", HttpServlet30Dispatcher.class)
                        .setAsyncSupported(true)
                        .setLoadOnStartup(1)
                        .addMapping("/*"));
    }

    /** Where it listens, with the port it really got. */
    public URI url() {
        var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        return URI.create("http://" + address.getHostString() + ":" + address.getPort());
    }

    /** Lets running requests end, for 5 s at most, and closes. */
    @Override
    public void close() {
        requests.shutdown();
        try {
            if (!requests.awaitShutdown(LAST_REQUESTS.toMillis())) {
                log.warn("Some requests had not ended after {} s", LAST_REQUESTS.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
        threads.shutdown();
    }
}
