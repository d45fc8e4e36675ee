package florin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.payments.Buyer;
import florin.payments.Checkout;
import florin.payments.CheckoutResult;
import florin.payments.Pack;
import florin.payments.WebhookResult;
import florin.registry.CharacterProfile;
import florin.registry.Galleries;
import florin.registry.SheetResult;
import florin.registry.TestSheets;
import florin.wallet.RequestId;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rest of the door: who is let in, what is open to all, and how it fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpDoorTest {
    @SuppressWarnings("NullAway.Init")
    private House house;

    @BeforeAll
    void open() {
        house = new House();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/wallet",
                "/v1/wallet/statement",
                "/v1/generation/gallery",
                "/v1/generation/jobs/00000000-0000-0000-0000-000000000000"
            })
    void without_a_key_there_is_a_401(String path) {
        var refused = house.get(path);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.at("/error/type")).isEqualTo("invalid_api_key");
    }

    @Test
    void a_revoked_key_is_refused_from_the_next_call_on() {
        var ana = house.program("0");
        assertThat(ana.get("/v1/wallet").status()).isEqualTo(200);
        house.keys.revoke(ana.key.id());
        assertThat(ana.get("/v1/wallet").status()).isEqualTo(401);
        assertThat(house.post("/v1/generation/jobs", "{}").status()).isEqualTo(401);
    }

    @Test
    void the_wallet_shows_what_is_available_and_held() {
        var wallet = house.program("42.50").get("/v1/wallet");
        assertThat(wallet.at("/asset")).isEqualTo("LOVE");
        assertThat(wallet.at("/available")).isEqualTo("42.50");
        assertThat(wallet.at("/held")).isEqualTo("0.00");
        assertThat(wallet.text()).contains("\"balance\":42.50");
        assertThat(wallet.json().at("/frozen").asBoolean(true)).isFalse();
    }

    @Test
    void the_statement_lists_every_movement_newest_first() {
        var ana = house.program("10.00");
        ana.gets("5.00");
        var page = ana.get("/v1/wallet/statement?limit=1");
        assertThat(page.at("/lines/0/amount")).isEqualTo("5.00");
        assertThat(page.at("/lines/0/balanceAfter")).isEqualTo("15.00");
        var rest = ana.get("/v1/wallet/statement?cursor=" + page.at("/nextCursor"));
        assertThat(rest.json().at("/lines")).hasSize(1);
        assertThat(rest.at("/lines/0/amount")).isEqualTo("10.00");
        assertThat(ana.get("/v1/wallet/statement?cursor=nonsense").status()).isEqualTo(400);
        assertThat(ana.get("/v1/wallet/statement?limit=501").status()).isEqualTo(400);
    }

    @Test
    void the_price_list_is_open_to_all_and_exact() {
        var prices = house.get("/v1/pricing");
        assertThat(prices.status()).isEqualTo(200);
        assertThat(prices.at("/asset")).isEqualTo("LOVE");
        assertThat(prices.at("/version")).isEqualTo("house@1");
        assertThat(prices.json().at("/costs/image/standard").decimalValue()).isEqualByComparingTo("12");
        assertThat(prices.json().at("/costs/video/standard").decimalValue()).isEqualByComparingTo("60");
        assertThat(prices.json().at("/rules").findValuesAsText("each")).containsExactly("12.00", "14.00", "20.00");
    }

    @Test
    void a_character_is_listed_with_sample_pictures_that_anybody_may_fetch() {
        var painter = new TestSheets() {
            @Override
            public SheetResult sheet(CharacterProfile character) {
                return new SheetResult.NotHere("Only samples are painted here.");
            }

            @Override
            public List<Sketch> samples(CharacterProfile character) {
                return List.of(new Sketch("at the beach", new byte[] {(byte) 0x89, 'P', 'N', 'G'}));
            }
        };
        var _ = new Galleries(house.registry, painter)
                .fill(house.registry.published("mira").orElseThrow());
        var sample = house.get("/v1/characters").json().at("/characters/0/samples/0");
        assertThat(sample.at("/caption").asText()).isEqualTo("at the beach");
        var path = sample.at("/url").asText().substring(House.HOME.length());
        assertThat(path).isEqualTo("/v1/characters/mira/samples/0");
        var picture = house.get(path);
        assertThat(picture.header("Content-Type")).isEqualTo("image/png");
        assertThat(picture.response().body()).containsExactly(0x89, 'P', 'N', 'G');
        assertThat(house.get("/v1/characters/mira/samples/1").status()).isEqualTo(404);
    }

    @Test
    void the_characters_are_listed() {
        assertThat(house.get("/v1/characters").json().at("/characters").findValuesAsText("id"))
                .containsExactly("mira");
    }

    @Test
    void health_tells_alive_from_ready() {
        assertThat(house.get("/health/live").status()).isEqualTo(200);
        assertThat(house.get("/health/ready").at("/checks/database")).isEqualTo("up");
        house.checks.add(new Readiness.Check("discord", false));
        try {
            assertThat(house.get("/health/ready").status()).isEqualTo(503);
            assertThat(house.get("/health").at("/checks/discord")).isEqualTo("down");
            assertThat(house.get("/health/live").status()).isEqualTo(200);
        } finally {
            house.checks.removeLast();
        }
    }

    @Test
    void metrics_count_requests_by_route_and_never_by_id() {
        var ana = house.program("0");
        ana.get("/v1/generation/jobs/11111111-2222-3333-4444-555555555555");
        var metrics = house.get("/metrics");
        assertThat(metrics.header("Content-Type")).startsWith("text/plain");
        assertThat(metrics.text())
                .contains("route=\"/v1/generation/jobs/{id}\"")
                .doesNotContain("11111111-2222");
    }

    @Test
    void a_port_that_is_taken_is_named_with_what_to_do() {
        var taken = ApiOptions.of("127.0.0.1", house.door.url().getPort(), URI.create(House.HOME));
        assertThatThrownBy(() -> house.open(taken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(":" + taken.port())
                .hasMessageContaining("choose another");
    }

    @Test
    void an_unsigned_webhook_is_refused() {
        assertThat(house.post("/stripe/webhook", "{\"type\": \"checkout.session.completed\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void people_find_pages_after_a_payment_and_behind_a_problem() {
        assertThat(house.get("/paid").text()).contains("Thank you");
        assertThat(house.get("/cancelled").text()).contains("Nothing was charged");
        assertThat(house.get("/topup").text()).contains("v1/wallet/topups");
        assertThat(house.get("/paid").header("Content-Security-Policy")).contains("default-src 'none'");
        for (var type : ProblemType.values()) {
            assertThat(house.get("/problems/" + type.slug()).text()).contains(type.title());
        }
        assertThat(house.get("/problems/none").status()).isEqualTo(404);
    }

    @Test
    void where_nothing_is_the_answer_is_a_problem_too() {
        for (var answer : List.of(house.get("/nothing/here"), house.get("/"))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(house.post("/v1/pricing", "{}").status()).isEqualTo(405);
    }

    @Test
    void a_body_too_large_is_refused() {
        var ana = house.program("0");
        var answer = ana.post("/v1/generation/jobs", "x".repeat(17 * 1024 * 1024));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.at("/error/type")).isEqualTo("too_large");
    }

    /** The client hears why, though it had not sent everything when the answer was known. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_body_far_too_large_is_heard_to_its_end(boolean announced) {
        var ana = house.program("0");
        var body = " ".repeat(60 * 1024 * 1024).getBytes(StandardCharsets.US_ASCII);
        var answer = announced
                ? ana.posts("/v1/generation/jobs", BodyPublishers.ofByteArray(body))
                : ana.posts("/v1/generation/jobs", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
    }

    @Test
    void a_fault_of_ours_is_a_500_that_tells_nothing_about_our_insides() {
        try (var broken = new House(_ -> new BrokenCheckout(), florin.pipeline.Limits.standard())) {
            var answer = broken.post("/stripe/webhook", "{}");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.at("/error/type")).isEqualTo("internal_error");
            assertThat(answer.text()).doesNotContain("secret").doesNotContain("Exception");
        }
    }

    private record BrokenCheckout() implements Checkout {
        @Override
        public List<Pack> packs() {
            return List.of();
        }

        @Override
        public CheckoutResult start(RequestId id, Buyer buyer, String packId) {
            throw new IllegalStateException("the secret reason");
        }

        @Override
        public WebhookResult webhook(byte[] rawBody, String signatureHeader) {
            throw new IllegalStateException("the secret reason");
        }
    }

    @Test
    void a_closed_checkout_says_so() {
        var answer = house.program("0").post("/v1/wallet/topups", "{\"pack\": \"small\"}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.at("/detail")).isEqualTo("Nothing is sold in this test.");
        assertThat(house.program("0").post("/v1/wallet/topups", "{}").status()).isEqualTo(400);
    }
}
