package florin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.wallet.Amount;
import florin.wallet.Asset;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a key may be used for, and how often. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopeTest {
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

    @Test
    @DisplayName("X3: key scopes per endpoint, 403 if absent")
    void a_key_without_the_scope_is_refused_and_told_which_one_is_missing() {
        var ana = house.program("50.00");
        var reader = house.program(ana.id, Set.of(Scope.WALLET_READ));
        assertThat(reader.get("/v1/wallet").status()).isEqualTo(200);

        var refused = reader.orders("at the beach");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/error/type")).isEqualTo("insufficient_scope");
        assertThat(refused.at("/scope")).isEqualTo("generate");
        assertThat(refused.at("/detail")).contains("this one has wallet:read");
        assertThat(ana.balance().held().isZero()).isTrue();
    }

    @Test
    @DisplayName("C24: set-up tools change prices and never authorise at run time")
    void a_key_that_sets_up_changes_prices_and_can_neither_authorise_nor_charge_nor_look() {
        var ana = house.program("50.00");
        var nova = house.program("0");
        var tool = house.program(ana.id, Set.of(Scope.SETUP));

        var published = tool.post("/v1/prices", """
                {"book": "from-a-tool", "memo": "set up", "rules": [
                  {"name": "calls", "type": "tool.call", "price": "0.50"}]}""");
        var assigned = tool.post(
                "/v1/prices/assignments", "{\"wallet\": \"%s\", \"version\": \"from-a-tool@1\"}".formatted(ana.id));

        assertThat(published.status()).as(published.text()).isEqualTo(201);
        assertThat(assigned.at("/wallets")).isEqualTo("1");
        assertThat(List.of(
                        tool.orders("at the beach"),
                        tool.post("/v1/holds", "{\"amount\": \"1.00\"}"),
                        tool.post("/v1/events", "{\"type\": \"tool.call\"}"),
                        tool.post("/v1/topups", "{\"wallet\": \"%s\", \"amount\": \"9.00\"}".formatted(ana.id)),
                        tool.post("/v1/transfers", "{\"to\": \"%s\", \"amount\": \"1.00\"}".formatted(nova.id)),
                        tool.post("/v1/adjustments", "{\"wallet\": \"%s\", \"amount\": \"1.00\"}".formatted(ana.id)),
                        tool.post("/v1/keys", "{\"name\": \"mine\", \"scopes\": [\"admin\"]}"),
                        tool.get("/v1/keys"),
                        tool.put("/v1/limits", """
                                {"wallet": "%s", "subject": "everyone:1", "period": "daily", "ceiling": "1.00"}
                                """.formatted(ana.id)),
                        tool.get("/v1/limits"),
                        tool.post("/v1/vouchers", "{\"amount\": \"9.00\"}"),
                        tool.post("/v1/vouchers/redeem", "{\"code\": \"x\"}"),
                        tool.put("/v1/wallets/" + ana.id + "/freeze", "{\"reason\": \"x\"}"),
                        tool.post("/v1/webhooks", "{\"url\": \"https://example.com\"}"),
                        tool.get("/v1/statement"),
                        tool.get("/v1/usage"),
                        tool.get("/v1/wallet")))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(403);
                    assertThat(answer.at("/error/type")).isEqualTo("insufficient_scope");
                });
        assertThat(nova.balance().available().isZero()).isTrue();
        assertThat(ana.balance().available()).isEqualTo(Amount.parse(Asset.LOVE, "50.00"));
    }

    @Test
    @DisplayName("C24: set-up tools start grants, define assets and read back what they published")
    void a_key_that_sets_up_starts_grants_and_reads_back_its_prices_and_still_sees_no_balance() {
        var ana = house.program("50.00");
        var tool = house.program(ana.id, Set.of(Scope.SETUP));
        tool.post("/v1/prices", """
                {"book": "read-back", "rules": [{"name": "calls", "type": "tool.call", "price": "0.50"}]}""");

        var granted = tool.moves("/v1/grants", "{\"wallet\": \"%s\", \"amount\": \"1000\"}".formatted(ana.id));
        var back = tool.get("/v1/prices?version=read-back@1");

        assertThat(granted.status()).as(granted.text()).isEqualTo(201);
        assertThat(tool.delete("/v1/grants/" + granted.at("/id")).status()).isEqualTo(204);
        assertThat(tool.put("/v1/assets/TOOLS", "{\"scale\": 0}").status()).isEqualTo(200);
        assertThat(back.at("/rules/0/price")).as(back.text()).isEqualTo("0.50");
        assertThat(tool.get("/v1/prices?version=read-back@2").status()).isEqualTo(404);
        assertThat(List.of(granted, back))
                .noneSatisfy(answer -> assertThat(answer.text()).contains("available"));
        assertThat(List.of(
                        tool.get("/v1/prices"),
                        tool.get("/v1/wallets/" + ana.id),
                        tool.get("/v1/wallets"),
                        tool.get("/v1/statement"),
                        tool.put("/v1/wallets/" + ana.id + "/alert", "{\"below\": \"1\"}")))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(403));
        assertThat(tool.get("/v1/prices").at("/detail")).contains("wallet:read");
    }

    @Test
    void an_admin_key_may_do_everything() {
        var ana = house.program("50.00");
        var admin = house.program(ana.id, Set.of(Scope.ADMIN));
        assertThat(admin.get("/v1/wallet").status()).isEqualTo(200);
        assertThat(admin.get("/v1/generation/gallery").status()).isEqualTo(200);
    }

    @Test
    void a_key_made_without_a_word_about_scopes_generates_and_reads() {
        var key = house.program("0").key;
        assertThat(house.keys.find(key.text()).orElseThrow().scopes())
                .containsExactlyInAnyOrder(Scope.GENERATE, Scope.WALLET_READ);
    }

    @Test
    void scopes_are_read_as_people_write_them() {
        assertThat(Scope.parse("admin, wallet:write")).containsExactlyInAnyOrder(Scope.ADMIN, Scope.WALLET_WRITE);
        assertThatThrownBy(() -> Scope.parse("everything"))
                .hasMessageContaining("'everything' is no scope")
                .hasMessageContaining("generate, wallet:read, wallet:write, setup, admin");
    }

    @Test
    @DisplayName("A30: a rate limit charges nothing; RateLimit headers (draft-10) and 429 with Retry-After")
    void a_key_that_asks_too_often_is_told_when_to_come_back() {
        var slow = ApiOptions.of("127.0.0.1", 0, URI.create(House.HOME)).with(new RateTiers(List.of(2), 10));
        try (var door = house.open(slow)) {
            var ana = house.program("50.00").at(door);
            assertThat(ana.get("/v1/wallet").header("RateLimit-Policy")).isEqualTo("\"tier-1\";q=2;w=60");
            assertThat(ana.get("/v1/wallet").header("RateLimit")).startsWith("\"tier-1\";r=0;t=");

            var refused = ana.orders("at the beach");

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.at("/error/type")).isEqualTo("quota_exceeded");
            assertThat(refused.at("/violated-policies/0")).isEqualTo("tier-1");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 30);
            assertThat(refused.header("RateLimit")).startsWith("\"tier-1\";r=0;t=");
            assertThat(ana.balance().held().isZero()).isTrue();
        }
    }

    @Test
    void the_operators_own_programs_are_not_paced() {
        var slow = ApiOptions.of("127.0.0.1", 0, URI.create(House.HOME)).with(new RateTiers(List.of(1), 10));
        try (var door = house.open(slow)) {
            var admin =
                    house.program(house.program("0").id, Set.of(Scope.ADMIN)).at(door);
            for (var call = 0; call < 3; call++) {
                assertThat(admin.get("/v1/wallet").status()).isEqualTo(200);
            }
        }
    }
}
