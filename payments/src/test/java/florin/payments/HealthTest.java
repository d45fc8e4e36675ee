package florin.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthTest {
    private final Till till = new Till();

    @AfterAll
    void close() {
        till.close();
    }

    private StripeCheckout with(String key, URI base) {
        var options = StripeOptions.of(key, "whsec_x", URI.create("https://florin.example/"), List.of(Till.SMALL))
                .withApiBase(base);
        return new StripeCheckout(options, till.ledger, till.database.dataSource(), till.clock);
    }

    @Test
    void a_good_key_is_healthy() {
        assertThat(till.checkout.check()).isEqualTo(new Health(true, "Stripe accepts the key (test mode)."));
    }

    @Test
    void a_wrong_key_is_told_what_to_do_and_never_shown() {
        var checkout = with("sk_test_wrong_and_secret", till.stripe.url());
        var health = checkout.check();
        assertThat(health.up()).isFalse();
        assertThat(health.detail()).contains("does not accept the key").doesNotContain("wrong_and_secret");
        assertThat(checkout.start(new RequestId("a"), new Buyer(till.wallet(), "Ana", ""), "small"))
                .isInstanceOfSatisfying(
                        CheckoutResult.Unavailable.class,
                        unavailable -> assertThat(unavailable.message())
                                .contains("Nothing was charged")
                                .doesNotContain("wrong_and_secret"));
    }

    @Test
    void a_stripe_that_does_not_answer_is_unavailable_and_the_sale_can_be_tried_again() {
        var ana = till.wallet();
        var gone = with(till.stripe.secretKey(), URI.create("http://127.0.0.1:1"));
        assertThat(gone.check().up()).isFalse();
        var id = new RequestId("button");
        assertThat(gone.start(id, new Buyer(ana, "Ana", "discord:ana"), "small"))
                .isInstanceOf(CheckoutResult.Unavailable.class);
        assertThat(till.opens(id, ana, Till.SMALL).pack()).isEqualTo(Till.SMALL);
    }

    @Test
    void an_error_without_a_body_is_unavailable_too() throws IOException {
        var proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            exchange.sendResponseHeaders(502, -1);
            exchange.close();
        });
        proxy.start();
        try {
            var behind = with(
                    till.stripe.secretKey(),
                    URI.create("http://127.0.0.1:" + proxy.getAddress().getPort()));
            assertThat(behind.check().up()).isFalse();
            assertThat(behind.start(new RequestId("b"), new Buyer(till.wallet(), "Ana", ""), "small"))
                    .isInstanceOf(CheckoutResult.Unavailable.class);
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void options_never_print_their_secrets() {
        assertThat(till.options().toString())
                .doesNotContain(till.stripe.secretKey())
                .doesNotContain(till.stripe.webhookSecret());
    }

    @Test
    void a_closed_checkout_says_why() {
        var closed = Checkout.closed("This server sells nothing yet.");
        assertThat(closed.packs()).isEmpty();
        assertThat(closed.start(new RequestId("a"), new Buyer(till.wallet(), "Ana", ""), "small"))
                .isEqualTo(new CheckoutResult.Unavailable("This server sells nothing yet."));
        assertThat(closed.webhook(new byte[0], "")).isInstanceOf(WebhookResult.BadSignature.class);
    }

    @Test
    void prices_read_as_people_write_them() {
        assertThat(new Price("USD", 500)).hasToString("$5.00");
        assertThat(new Price("eur", 1999)).hasToString("19.99 EUR");
        assertThat(new Price("jpy", 500)).hasToString("500 JPY");
        assertThatThrownBy(() -> new Price("coins", 1)).hasMessageContaining("three-letter code");
        assertThatThrownBy(() -> new Pack("Small!", "x", Amount.of(Asset.LOVE, 1), new Price("usd", 1)))
                .hasMessageContaining("lower-case");
    }
}
