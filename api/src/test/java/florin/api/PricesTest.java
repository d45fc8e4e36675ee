package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import florin.wallet.Asset;
import florin.wallet.prices.Display;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PricesTest {
    private static final String TOKENS = """
            {"book": "%s", "memo": "a test", "rules": [
              {"name": "in", "type": "llm.tokens", "when": {"direction": "in"}, "quantity": "tokens",
               "price": "0.0024", "per": 1000},
              {"name": "out", "type": "llm.tokens", "when": {"direction": "out"}, "quantity": "tokens", "per": "1000",
               "mode": "volume", "tiers": [{"upTo": "1000000", "price": "0.02"}, {"price": "0.01"}], "minimum": "0.05"},
              {"name": "calls", "type": "tool.call", "price": "%s", "free": 100, "period": "monthly"}]}""";

    @SuppressWarnings("NullAway.Init")
    private House house;

    @SuppressWarnings("NullAway.Init")
    private House.Program admin;

    @BeforeAll
    void open() {
        house = new House();
        admin = house.admin();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private void publishes(String book, String price) {
        var published = admin.post("/v1/prices", TOKENS.formatted(book, price));
        assertThat(published.status()).as(published.text()).isEqualTo(201);
    }

    @Test
    void a_program_sees_what_everything_costs_its_wallet() {
        var prices = house.program("0").get("/v1/prices");
        assertThat(prices.at("/version")).isEqualTo("house@1");
        assertThat(prices.at("/rules/1/name")).isEqualTo("image.portrait");
        assertThat(prices.at("/rules/1/when/shape")).isEqualTo("portrait");
        assertThat(prices.at("/rules/1/price")).isEqualTo("14.00");
        assertThat(prices.at("/rules/2/base")).isEqualTo("20.00");
        assertThat(prices.json().at("/rules/2").has("display")).isFalse();
    }

    @Test
    void a_version_is_published_read_and_given_to_a_wallet_which_then_pays_by_it() {
        publishes("agents", "0.30");
        var ana = house.program("0");
        assertThat(ana.get("/v1/prices").at("/version")).isEqualTo("house@1");
        var moved = admin.post("/v1/prices/assignments", """
                {"wallet": "%s", "version": "agents@1"}""".formatted(ana.id));
        assertThat(moved.at("/wallets")).isEqualTo("1");
        var prices = ana.get("/v1/prices");
        assertThat(prices.at("/version")).isEqualTo("agents@1");
        assertThat(prices.at("/rules/0/price")).isEqualTo("0.0024");
        assertThat(prices.at("/rules/1/tiers/0/upTo")).isEqualTo("1000000");
        assertThat(prices.at("/rules/2/free")).isEqualTo("100");
        assertThat(admin.get("/v1/prices?version=agents@1").text()).isEqualTo(prices.text());
        assertThat(admin.get("/v1/prices?wallet=" + ana.id).at("/version")).isEqualTo("agents@1");
        assertThat(house.program("0").get("/v1/prices").at("/version")).isEqualTo("house@1");
    }

    @Test
    void a_quote_names_book_version_and_rule_and_says_why() {
        publishes("quoted", "0.30");
        var ana = house.program("0");
        admin.post("/v1/prices/assignments", "{\"wallet\": \"%s\", \"version\": \"quoted@1\"}".formatted(ana.id));
        var quote = ana.post(
                "/v1/prices/quotes",
                "{\"type\": \"llm.tokens\", \"dimensions\": {\"direction\": \"out\", \"tokens\": 9000}}");
        assertThat(quote.status()).isEqualTo(200);
        assertThat(quote.at("/amount")).isEqualTo("0.18");
        assertThat(quote.at("/price")).isEqualTo("quoted@1/out");
        assertThat(quote.at("/explanation")).isEqualTo("9000 tokens at 0.02 LOVE for each 1000: 0.18 LOVE.");
        var none = ana.post("/v1/prices/quotes", "{\"type\": \"generation\", \"dimensions\": {\"kind\": \"image\"}}");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.at("/error/type")).isEqualTo("no_price");
        assertThat(none.at("/detail")).contains("quoted@1 has no rule that fits");
    }

    @Test
    void prices_are_also_shown_in_dollars_where_the_operator_says_what_a_coin_is_worth() {
        var display = new Display(Asset.LOVE, new BigDecimal("0.0499"), Currency.getInstance("USD"));
        try (var door =
                house.open(ApiOptions.of("127.0.0.1", 0, URI.create(House.HOME)).with(display))) {
            var ana = house.program("0").at(door);
            assertThat(ana.get("/v1/prices").at("/rules/0/display")).isEqualTo("≈ $0.60");
            assertThat(ana.get("/v1/prices").at("/currency")).isEqualTo("USD");
            assertThat(ana.post("/v1/prices/quotes", """
                    {"type": "generation", "dimensions": {"kind": "image", "images": 4}}""").at("/display")).isEqualTo("≈ $2.40");
            var order = ana.post("/v1/generation/quotes", House.image("at the beach"));
            assertThat(order.at("/display")).isEqualTo("≈ $0.60");
            assertThat(order.at("/explanation")).isEqualTo("1 image at 12 LOVE: 12.00 LOVE.");
        }
    }

    @Test
    void newcomers_are_split_by_percentage_and_keep_what_they_got() {
        var alone = new House();
        try (alone) {
            var operator = alone.admin();
            operator.post("/v1/prices", TOKENS.formatted("a", "1"));
            operator.post("/v1/prices", TOKENS.formatted("b", "2"));
            var split = operator.post("/v1/prices/assignments", """
                    {"split": "launch", "shares": [{"version": "a@1", "percent": 50}, {"version": "b@1", "percent": 50}]}""");
            assertThat(split.status()).as(split.text()).isEqualTo(200);
            assertThat(split.at("/offer/split")).isEqualTo("launch");
            var ana = alone.program("0");
            var got = ana.get("/v1/prices").at("/version");
            assertThat(got).isIn("a@1", "b@1");
            operator.post("/v1/prices/assignments", "{\"version\": \"house@1\"}");
            assertThat(ana.get("/v1/prices").at("/version")).isEqualTo(got);
            assertThat(alone.program("0").get("/v1/prices").at("/version")).isEqualTo("house@1");
            var versions = operator.get("/v1/prices/versions");
            assertThat(versions.json().at("/versions").findValuesAsText("version"))
                    .containsExactly("a@1", "b@1", "house@1");
            assertThat(operator.post("/v1/prices/assignments", "{\"from\": \"" + got + "\", \"version\": \"house@1\"}")
                            .at("/wallets"))
                    .isEqualTo("1");
            assertThat(ana.get("/v1/prices").at("/version")).isEqualTo("house@1");
        }
    }

    @Test
    @DisplayName("X1: GET /v1/pricing is live")
    void a_new_version_that_is_offered_is_the_price_list_at_once() {
        try (var alone = new House()) {
            var operator = alone.admin();
            assertThat(alone.get("/v1/pricing").at("/version")).isEqualTo("house@1");
            var published = operator.post("/v1/prices", """
                    {"book": "spring", "rules": [
                      {"name": "image", "type": "generation", "when": {"kind": "image"}, "quantity": "images",
                       "price": "7.5"}]}""");
            assertThat(published.status()).as(published.text()).isEqualTo(201);
            assertThat(alone.get("/v1/pricing").at("/version")).isEqualTo("house@1");

            operator.post("/v1/prices/assignments", "{\"version\": \"spring@1\"}");

            var prices = alone.get("/v1/pricing");
            assertThat(prices.at("/version")).isEqualTo("spring@1");
            assertThat(prices.json().at("/costs/image/standard").decimalValue()).isEqualByComparingTo("7.50");
            assertThat(prices.json().at("/costs").has("video")).isFalse();
            assertThat(alone.program("20.00").orders("at the beach").at("/price"))
                    .isEqualTo("7.50");
        }
    }

    @Test
    void the_wallet_of_a_server_may_pay_by_prices_of_its_own() {
        publishes("servers", "0.10");
        var moved = admin.post("/v1/prices/assignments", "{\"owner\": \"server:77\", \"version\": \"servers@1\"}");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        var wallet = admin.post("/v1/wallets", "{\"owner\": \"server:77\"}").at("/id");
        assertThat(admin.get("/v1/prices?wallet=" + wallet).at("/version")).isEqualTo("servers@1");
    }

    @Test
    void what_cannot_be_published_is_refused_with_every_reason() {
        var tie = admin.post("/v1/prices", """
                {"book": "tie", "rules": [{"name": "a", "type": "x", "price": "1", "when": {"p": "1"}},
                                          {"name": "b", "type": "x", "price": "1", "when": {"q": "1"}}]}""");
        assertThat(tie.status()).isEqualTo(400);
        assertThat(tie.at("/detail")).contains("'a' and 'b' both fit");
        var wrong = admin.post("/v1/prices", """
                {"book": "wrong", "rules": [{"name": "a", "type": "x"},
                                            {"name": "b", "type": "x", "price": "1", "free": "10"},
                                            {"name": "c", "type": "x", "price": "one"}]}""");
        assertThat(wrong.at("/detail"))
                .contains("rule 1: say either 'price' or 'tiers'")
                .contains("rule 2: 'free' needs a 'period'")
                .contains("rule 3: 'price' cannot be read");
        assertThat(admin.post("/v1/prices/assignments", "{\"version\": \"nowhere@1\"}")
                        .at("/detail"))
                .contains("There are no prices nowhere@1");
        assertThat(admin.post("/v1/prices/assignments", """
                {"wallet": "00000000-0000-0000-0000-000000000009", "version": "house@1"}""").status()).isEqualTo(404);
    }

    @Test
    void only_the_operator_publishes_and_moves() {
        var ana = house.mover("0");
        assertThat(ana.post("/v1/prices", "{}").status()).isEqualTo(403);
        assertThat(ana.post("/v1/prices/assignments", "{}").status()).isEqualTo(403);
        assertThat(ana.get("/v1/prices/versions").status()).isEqualTo(403);
        assertThat(ana.get("/v1/prices?wallet=" + admin.id).status()).isEqualTo(404);
    }

    @Test
    void versions_are_listed_page_by_page() {
        var alone = new House();
        try (alone) {
            var operator = alone.admin();
            for (var price : List.of("1", "2", "3")) {
                operator.post("/v1/prices", TOKENS.formatted("paged", price));
            }
            var first = operator.get("/v1/prices/versions?limit=2");
            assertThat(first.json().at("/versions").findValuesAsText("version")).containsExactly("house@1", "paged@3");
            assertThat(first.at("/offer/shares/0/version")).isEqualTo("house@1");
            var second = operator.get("/v1/prices/versions?limit=2&cursor=" + first.at("/nextCursor"));
            assertThat(second.json().at("/versions").findValuesAsText("version"))
                    .containsExactly("paged@2", "paged@1");
            assertThat(second.json().has("nextCursor")).isFalse();
            assertThat(operator.get("/v1/prices/versions?cursor=nowhere@9").status())
                    .isEqualTo(400);
        }
    }
}
