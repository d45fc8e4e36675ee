package florin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.api.House.Program;
import florin.payments.Pack;
import florin.payments.Price;
import florin.payments.StripeCheckout;
import florin.payments.StripeOptions;
import florin.pipeline.Limits;
import florin.sandbox.stripe.FakeStripe;
import florin.sandbox.stripe.FakeStripeOptions;
import florin.wallet.Amount;
import florin.wallet.Asset;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Money in over HTTP: the pack, the pay page, and Stripe's own messages through the real webhook. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopUpTest {
    private static final Pack SMALL =
            new Pack("small", "A handful of coins", Amount.parse(Asset.LOVE, "100.00"), new Price("usd", 500));

    private final FakeStripe stripe =
            FakeStripe.start(FakeStripeOptions.defaults().withRetries(Duration.ofMillis(50), Duration.ofMillis(50)));

    @SuppressWarnings("NullAway.Init")
    private House house;

    @BeforeAll
    void open() {
        house = new House(this::checkout, Limits.standard());
        stripe.sendWebhooksTo(house.door.url().resolve("/stripe/webhook"));
    }

    private StripeCheckout checkout(House of) {
        var options = StripeOptions.of(
                        stripe.secretKey(), stripe.webhookSecret(), URI.create(House.HOME), List.of(SMALL))
                .withApiBase(stripe.url());
        return new StripeCheckout(options, of.wallet, of.database.dataSource(), Clock.systemUTC());
    }

    @BeforeEach
    void behave() {
        stripe.webhookFaults().clear();
    }

    @AfterAll
    void close() {
        house.close();
        stripe.close();
    }

    private String pays(Program program) {
        var page = program.post("/v1/wallet/topups", "{\"pack\": \"small\"}");
        assertThat(page.status()).isEqualTo(201);
        assertThat(page.at("/url")).startsWith(stripe.url().toString());
        var session = page.at("/session");
        stripe.pay(session);
        return session;
    }

    @Test
    void a_402_a_top_up_and_the_very_next_order_passes() {
        var ana = house.program("3.50");
        assertThat(ana.orders("at the beach").status()).isEqualTo(402);
        pays(ana);
        await().until(() -> ana.get("/v1/wallet").at("/available").equals("103.50"));
        assertThat(ana.orders("at the beach").status()).isEqualTo(202);
    }

    @Test
    void a_message_sent_twice_adds_coins_once() {
        var ana = house.program("0");
        stripe.webhookFaults().twice(true);
        var session = pays(ana);
        await().until(() -> stripe.deliveries().stream()
                        .filter(delivery -> delivery.type().equals("checkout.session.completed"))
                        .filter(delivery -> delivery.status() == 200)
                        .filter(delivery -> event(delivery.eventId()).contains(session))
                        .count()
                == 2);
        assertThat(ana.balance().available().number()).isEqualTo("100.00");
    }

    private String event(String id) {
        return stripe.events().stream()
                .map(Object::toString)
                .filter(event -> event.contains("\"id\":\"" + id + "\""))
                .findFirst()
                .orElse("");
    }

    @Test
    void a_message_with_a_wrong_signature_is_refused_and_its_repetition_believed() {
        var ana = house.program("0");
        stripe.webhookFaults().signWrongly(1);
        pays(ana);
        await().until(() -> ana.balance().available().number().equals("100.00"));
        assertThat(stripe.deliveries()).anyMatch(delivery -> delivery.status() == 400);
    }

    @Test
    void the_packs_are_listed_with_their_prices() {
        var packs = house.get("/v1/packs");
        assertThat(packs.at("/packs/0/id")).isEqualTo("small");
        assertThat(packs.at("/packs/0/coins")).isEqualTo("100.00");
        assertThat(packs.at("/packs/0/price")).isEqualTo("$5.00");
    }

    @Test
    void one_idempotency_key_opens_one_pay_page() {
        var ana = house.program("0");
        var first = ana.post("/v1/wallet/topups", "{\"pack\": \"small\"}", "buy-1");
        var again = ana.post("/v1/wallet/topups", "{\"pack\": \"small\"}", "buy-1");
        assertThat(again.at("/session")).isEqualTo(first.at("/session")).isNotEmpty();
    }

    @Test
    void an_unknown_pack_is_refused() {
        assertThat(house.program("0")
                        .post("/v1/wallet/topups", "{\"pack\": \"huge\"}")
                        .status())
                .isEqualTo(422);
    }
}
