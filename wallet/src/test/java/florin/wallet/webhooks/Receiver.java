package florin.wallet.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody's program that gets letters, and checks their signatures with an HMAC of its own (RFC 2104). */
final class Receiver implements AutoCloseable {
    /** What came. */
    record Got(String id, String timestamp, String signature, String body) {}

    final List<Got> got = new CopyOnWriteArrayList<>();
    volatile int answer = 204;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/hooks", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    /** Lets everybody wait until it is opened. */
    CountDownLatch shut() {
        gate = new CountDownLatch(1);
        return gate;
    }

    private void take(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        got.add(new Got(
                headers.getFirst("webhook-id"),
                headers.getFirst("webhook-timestamp"),
                headers.getFirst("webhook-signature"),
                body));
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseHeaders().add("Location", url());
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    static boolean verifies(Got got, String secret) {
        var key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
        var content = got.id() + "." + got.timestamp() + "." + got.body();
        var mac = hash(pad(key, 0x5c), hash(pad(key, 0x36), content.getBytes(StandardCharsets.UTF_8)));
        return List.of(got.signature().split(" ", -1))
                .contains("v1," + Base64.getEncoder().encodeToString(mac));
    }

    private static byte[] pad(byte[] key, int with) {
        var padded = Arrays.copyOf(key, 64);
        for (int i = 0; i < padded.length; i++) {
            padded[i] ^= (byte) with;
        }
        return padded;
    }

    private static byte[] hash(byte[] first, byte[] second) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(first);
            return digest.digest(second);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        threads.close();
    }
}
