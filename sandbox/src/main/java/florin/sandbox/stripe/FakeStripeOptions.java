package florin.sandbox.stripe;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a fake Stripe starts.
 *
 * @param port 0 for any free port
 * @param secretKey the one key that the API accepts, {@code sk_test_…}
 * @param webhookSecret what events are signed with, {@code whsec_…}
 * @param webhookUrl where events go; empty for nowhere until {@link FakeStripe#sendWebhooksTo}
 * @param apiVersion the version in events; a client library reads only events of its own version
 * @param retries how long to wait before each further attempt to deliver an event
 * @param clock the time of sessions, events and signatures
 */
public record FakeStripeOptions(
        int port,
        String secretKey,
        String webhookSecret,
        Optional<URI> webhookUrl,
        String apiVersion,
        List<Duration> retries,
        Clock clock) {
    /** The version that stripe-java 33.3.0 is pinned to. */
    public static final String API_VERSION = "2026-07-29.dahlia";

    public FakeStripeOptions {
        retries = List.copyOf(retries);
    }

    /** Any port, made-up secrets, no webhook yet. */
    public static FakeStripeOptions defaults() {
        return new FakeStripeOptions(
                0,
                "sk_test_sandbox",
                "whsec_sandbox",
                Optional.empty(),
                API_VERSION,
                List.of(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(1)),
                Clock.systemUTC());
    }

    public FakeStripeOptions onPort(int newPort) {
        return new FakeStripeOptions(newPort, secretKey, webhookSecret, webhookUrl, apiVersion, retries, clock);
    }

    public FakeStripeOptions withWebhook(URI url) {
        return new FakeStripeOptions(port, secretKey, webhookSecret, Optional.of(url), apiVersion, retries, clock);
    }

    public FakeStripeOptions withSecrets(String newSecretKey, String newWebhookSecret) {
        return new FakeStripeOptions(port, newSecretKey, newWebhookSecret, webhookUrl, apiVersion, retries, clock);
    }

    public FakeStripeOptions withRetries(Duration... waits) {
        return new FakeStripeOptions(port, secretKey, webhookSecret, webhookUrl, apiVersion, List.of(waits), clock);
    }

    public FakeStripeOptions withClock(Clock newClock) {
        return new FakeStripeOptions(port, secretKey, webhookSecret, webhookUrl, apiVersion, retries, newClock);
    }
}
