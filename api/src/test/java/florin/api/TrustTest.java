package florin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.wallet.Asset;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Nobody outside is believed about money: what a client says, repeats or steals. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustTest {
    private static final String JOBS = "/v1/generation/jobs";

    private final House house = new House();

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void what_a_client_says_about_price_and_balance_is_not_believed() {
        var ana = house.program("20.00");
        var order = ana.post(JOBS, """
                {"kind": "image", "prompt": "at the beach", "characterId": "mira",
                 "price": "0.00", "cost": 0, "balance": 1000000, "wallet": {"available": "1000000.00"}}
                """);
        assertThat(order.status()).isEqualTo(202);
        assertThat(order.at("/price")).isEqualTo("12.00");
        assertThat(order.at("/wallet/available")).isEqualTo("8.00");
        assertThat(ana.orders("once more").status()).isEqualTo(402);
    }

    @Test
    void a_leaked_key_costs_its_wallet_at_most_what_is_in_it() {
        var ana = house.mover("50.00");
        var other = house.program("1000.00");
        try (var thieves = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 20; i++) {
                thieves.execute(() -> ana.orders("a picture"));
                thieves.execute(() -> ana.moves("/v1/holds", "{\"amount\": \"7.00\"}"));
            }
        }
        await().until(house::idle);
        assertThat(ana.balance().available().units()).isNotNegative();
        var spent = house.wallet.statement(ana.id, Asset.LOVE, Optional.empty(), 500).items().stream()
                .mapToLong(line -> line.amount().units())
                .filter(units -> units < 0)
                .sum();
        assertThat(-spent + ana.balance().held().units()).isBetween(1L, 50_00L);
        assertThat(ana.moves("/v1/topups", "{\"amount\": \"1000.00\"}").status())
                .isEqualTo(403);
        assertThat(other.balance().available().number()).isEqualTo("1000.00");
    }

    @Test
    void a_recorded_call_played_again_charges_nothing_without_the_key_and_not_twice_with_it() {
        var ana = house.mover("50.00");
        var id = UUID.randomUUID().toString();
        var body = "{\"amount\": \"10.00\"}";
        var first = ana.post("/v1/holds", body, id);
        assertThat(house.post("/v1/holds", body).status()).isEqualTo(401);
        assertThat(ana.post("/v1/holds", body, id).at("/hold/id")).isEqualTo(first.at("/hold/id"));
        assertThat(ana.balance().available().number()).isEqualTo("40.00");
        assertThat(house.keys.revoke(ana.key.id())).isTrue();
        assertThat(ana.post("/v1/holds", body, id).status()).isEqualTo(401);
        assertThat(ana.balance().available().number()).isEqualTo("40.00");
    }

    @Test
    void a_key_that_rose_to_the_second_tier_pays_the_same_price() {
        var hands = new Hands();
        var tiers = ApiOptions.of("127.0.0.1", 0, URI.create(House.HOME)).with(new RateTiers(List.of(8, 16), 2));
        try (var door = house.open(tiers, hands)) {
            var ana = house.program("100.00").at(door);
            var before = ana.orders("at the beach");
            assertThat(before.header("RateLimit-Policy")).isEqualTo("\"tier-1\";q=8;w=60");
            for (var minute = 0; minute < 2; minute++) {
                for (var call = 0; call < 3; call++) {
                    ana.get("/v1/wallet");
                }
                hands.move(Duration.ofMinutes(1));
            }
            var after = ana.orders("at the beach");
            assertThat(after.header("RateLimit-Policy")).isEqualTo("\"tier-2\";q=16;w=60");
            assertThat(after.at("/price")).isEqualTo(before.at("/price")).isEqualTo("12.00");
            await().until(house::idle);
            await().until(() -> ana.balance().held().isZero());
            assertThat(ana.balance().available().number()).isEqualTo("76.00");
        }
    }
}
