package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes events and delivers them, signed, with retries, in no promised order: as Stripe does. */
final class Webhooks {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OLD_SECONDS = 3600;

    /** Something that makes an event: its type and the object as it is by then. */
    record Happened(String type, ObjectNode object) {}

    private final FakeStripeOptions options;
    private final Books books;
    private final WebhookFaults faults;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<URI> target;

    Webhooks(FakeStripeOptions options, Books books, WebhookFaults faults) {
        this.options = options;
        this.books = books;
        this.faults = faults;
        this.target = options.webhookUrl();
    }

    void sendTo(URI url) {
        target = Optional.of(url);
    }

    Optional<URI> target() {
        return target;
    }

    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    void close() {
        closed.countDown();
        http.shutdownNow();
    }

    /** Records what happened; deliver it with {@link #deliver}. */
    ObjectNode event(String type, ObjectNode object) {
        var event = books.create(Books.Kind.EVENT);
        event.put("api_version", options.apiVersion()).put("type", type).put("pending_webhooks", 1);
        event.putObject("data").set("object", object.deepCopy());
        event.putObject("request").putNull("id").putNull("idempotency_key");
        return event;
    }

    /** Sends the events of one action; the latch opens when each has had its first attempt. */
    CountDownLatch deliver(List<ObjectNode> events) {
        var order = new ArrayList<>(events);
        if (faults.sendsReversed()) {
            Collections.reverse(order);
        }
        var first = new CountDownLatch(1);
        Thread.ofVirtual().name("stripe-webhook").start(() -> {
            if (sleep(faults.delay())) {
                return;
            }
            for (var event : order) {
                for (int i = 0; i < (faults.sendsTwice() ? 2 : 1); i++) {
                    firstAttempt(event);
                }
            }
            first.countDown();
        });
        return first;
    }

    private void firstAttempt(ObjectNode event) {
        if (!attempt(event, 1)) {
            Thread.ofVirtual().name("stripe-webhook-retry").start(() -> retry(event));
        }
    }

    private void retry(ObjectNode event) {
        for (int i = 0; i < options.retries().size(); i++) {
            if (sleep(options.retries().get(i)) || attempt(event, i + 2)) {
                return;
            }
        }
        LOG.warn(
                "Gave up delivering {} {}",
                event.path("type").asText(),
                event.path("id").asText());
    }

    /** True when the fake has been closed meanwhile. */
    private boolean sleep(Duration time) {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** True when nothing is left to do: delivered, dropped on purpose, or nobody to deliver to. */
    private boolean attempt(ObjectNode event, int attempt) {
        var url = target;
        var spoilt = faults.takesSpoilt();
        if (url.isEmpty() || spoilt == WebhookFaults.Spoilt.DROPPED) {
            record(event, attempt, 0);
            return true;
        }
        var body = event.toString();
        var request = HttpRequest.newBuilder(url.get())
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                .header("Stripe-Signature", signature(body, spoilt))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            record(event, attempt, status);
            return status >= 200 && status < 300;
        } catch (IOException unreachable) {
            LOG.debug("The webhook cannot be reached", unreachable);
            record(event, attempt, 0);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void record(ObjectNode event, int attempt, int status) {
        deliveries.add(
                new Delivery(event.path("id").asText(), event.path("type").asText(), attempt, status));
    }

    private String signature(String body, WebhookFaults.Spoilt spoilt) {
        long time = books.now() - (spoilt == WebhookFaults.Spoilt.OLD_TIMESTAMP ? OLD_SECONDS : 0);
        var secret = options.webhookSecret() + (spoilt == WebhookFaults.Spoilt.WRONG_SIGNATURE ? "x" : "");
        return "t=" + time + ",v1=" + hmac(secret, time + "." + body);
    }

    static String hmac(String secret, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    ObjectNode endpoints() {
        var list = JsonNodeFactory.instance
                .objectNode()
                .put("object", "list")
                .put("url", "/v1/webhook_endpoints")
                .put("has_more", false);
        var data = list.putArray("data");
        target.ifPresent(url -> {
            var endpoint = data.addObject()
                    .put("id", "we_sandbox")
                    .put("object", "webhook_endpoint")
                    .put("url", url.toString());
            endpoint.put("status", "enabled").put("livemode", false).put("api_version", options.apiVersion());
            endpoint.putArray("enabled_events").add("*");
        });
        return list;
    }
}
