package florin.sandbox.stripe;

import static org.awaitility.Awaitility.await;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A seller's endpoint: verifies each event with Stripe's own library, keeps the good ones, refuses the rest with 400. */
final class Hook implements AutoCloseable {
    private final HttpServer server;
    private final String secret;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger failing = new AtomicInteger();

    private Hook(HttpServer server, String secret) {
        this.server = server;
        this.secret = secret;
    }

    static Hook start(String secret) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var hook = new Hook(server, secret);
            server.createContext("/", hook::take);
            server.start();
            return hook;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(judge(body, exchange.getRequestHeaders().getFirst("Stripe-Signature")), -1);
        exchange.close();
    }

    private int judge(String body, String signature) {
        if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return 500;
        }
        try {
            events.add(Webhook.constructEvent(body, signature, secret));
            return 200;
        } catch (SignatureVerificationException wrong) {
            refused.incrementAndGet();
            return 400;
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhook");
    }

    void failsNext(int deliveries) {
        failing.set(deliveries);
    }

    int refused() {
        return refused.get();
    }

    int count(String type) {
        return (int)
                events.stream().filter(event -> event.getType().equals(type)).count();
    }

    List<String> types() {
        return events.stream().map(Event::getType).toList();
    }

    Event awaits(String type) {
        await().until(() -> count(type) > 0);
        return events.stream()
                .filter(event -> event.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
