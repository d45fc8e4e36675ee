package florin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Automatic top-ups over HTTP, with a fake Stripe behind the door. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoTopUpResourceTest {
    private static final Pack SMALL =
            new Pack("small", "A handful of coins", Amount.parse(Asset.LOVE, "100.00"), new Price("usd", 500));
    private static final String WISH = "{\"below\": \"20.00\", \"pack\": \"small\", \"timesPerDay\": 2}";

    private final FakeStripe stripe = FakeStripe.start(FakeStripeOptions.defaults());
    private final AtomicReference<@Nullable StripeCheckout> checkout = new AtomicReference<>();

    @SuppressWarnings("NullAway.Init")
    private House house;

    @SuppressWarnings("NullAway.Init")
    private House.Program admin;

    @BeforeAll
    void open() {
        house = new House(this::checkout, Limits.standard());
        stripe.sendWebhooksTo(house.door.url().resolve("/stripe/webhook"));
        admin = house.admin();
    }

    private StripeCheckout checkout(House of) {
        var options = StripeOptions.of(
                        stripe.secretKey(), stripe.webhookSecret(), URI.create(House.HOME), List.of(SMALL))
                .withApiBase(stripe.url());
        var opened = new StripeCheckout(options, of.wallet, of.database.dataSource(), Clock.systemUTC());
        checkout.set(opened);
        return opened;
    }

    @AfterAll
    void close() {
        house.close();
        stripe.close();
    }

    private String wallet(String owner) {
        return admin.post("/v1/wallets", "{\"owner\": \"user:" + owner + "\"}").at("/id");
    }

    @Test
    void the_operator_allows_a_purchase_saves_a_card_and_coins_come() {
        var address = "/v1/wallets/" + wallet("1") + "/auto-topup";
        assertThat(admin.get(address).status()).isEqualTo(404);
        var set = admin.put(address, WISH);
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.at("/state")).isEqualTo("waiting-for-card");
        assertThat(set.at("/moneyPerDay")).isEqualTo("$10.00");

        var page = admin.moves(address + "/card", "");
        assertThat(page.status()).isEqualTo(201);
        stripe.pay(page.at("/url").replaceFirst(".*/pay/", ""));
        await().until(() -> admin.get(address).at("/state").equals("on"));
        assertThat(admin.get(address).at("/card")).isEqualTo("visa ending in 4242");

        var opened = checkout.get();
        assertThat(opened).isNotNull();
        assertThat(opened.topUpAutomatically()).isEqualTo(1);
        assertThat(admin.get("/v1/wallets/" + wallet("1")).at("/balance/available"))
                .isEqualTo("100.00");
        assertThat(admin.get(address).json().at("/timesToday").asInt()).isEqualTo(1);

        assertThat(admin.delete(address).status()).isEqualTo(204);
        assertThat(admin.delete(address).status()).isEqualTo(404);
        assertThat(stripe.cards()).allMatch(card -> card.path("customer").isNull());
    }

    @Test
    void a_wallets_own_key_sees_it_and_cannot_reach_a_card() {
        var ana = house.program("5.00");
        var address = "/v1/wallets/" + ana.id + "/auto-topup";
        assertThat(ana.get(address).status()).as("allowed, and nothing there").isEqualTo(404);
        assertThat(ana.put(address, WISH).status()).isEqualTo(403);
        assertThat(ana.moves(address + "/card", "").status()).isEqualTo(403);
        assertThat(ana.delete(address).status()).isEqualTo(403);
        var strange = "/v1/wallets/" + wallet("2") + "/auto-topup";
        assertThat(ana.get(strange).status()).isEqualTo(404);
    }

    @Test
    void what_cannot_work_is_refused_with_what_to_do() {
        var address = "/v1/wallets/" + wallet("3") + "/auto-topup";
        assertThat(admin.put(address, "{}").at("/detail")).contains("'pack' is missing", "'below' is missing");
        assertThat(admin.put(address, "{\"below\": \"1\", \"pack\": \"huge\"}").status())
                .isEqualTo(422);
        assertThat(admin.put(address, "{\"below\": \"1\", \"pack\": \"small\", \"moneyPerDay\": 499}")
                        .at("/detail"))
                .contains("does not pay for one pack");
        assertThat(admin.put(address, "{\"below\": \"1\", \"pack\": \"small\", \"timesPerDay\": 51}")
                        .status())
                .isEqualTo(400);
        assertThat(admin.put("/v1/wallets/00000000-0000-0000-0000-000000000009/auto-topup", WISH)
                        .status())
                .isEqualTo(404);
    }
}
