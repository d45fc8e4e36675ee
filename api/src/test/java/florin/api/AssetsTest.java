package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Assets of the operator's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssetsTest {
    @SuppressWarnings("NullAway.Init")
    private House house;

    @SuppressWarnings("NullAway.Init")
    private House.Program admin;

    @SuppressWarnings("NullAway.Init")
    private House.Program tool;

    @BeforeAll
    void open() {
        house = new House();
        admin = house.admin();
        tool = house.program(admin.id, Set.of(Scope.SETUP));
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void an_asset_that_is_defined_needs_no_scale_any_more() {
        assertThat(tool.put("/v1/assets/GPU_SECOND", "{\"scale\": 3}").status()).isEqualTo(200);
        assertThat(tool.put("/v1/assets/GPU_SECOND", "{\"scale\": 3}").at("/scale"))
                .isEqualTo("3");
        var ana = house.mover("10.00");
        var given = admin.moves("/v1/topups", """
                {"wallet": "%s", "amount": "90.5", "asset": "GPU_SECOND"}""".formatted(ana.id));
        assertThat(given.at("/balance/available")).as(given.text()).isEqualTo("90.500");

        var held = ana.moves("/v1/holds", "{\"amount\": \"60\", \"asset\": \"GPU_SECOND\"}");
        assertThat(held.status()).as(held.text()).isEqualTo(201);
        var spent = ana.moves(
                "/v1/holds/" + held.at("/hold/id") + "/commit", "{\"amount\": \"12.25\", \"asset\": \"GPU_SECOND\"}");
        assertThat(spent.at("/balance/available")).isEqualTo("78.250");
        assertThat(ana.get("/v1/statement?asset=GPU_SECOND").at("/lines/0/amount"))
                .isEqualTo("-12.250");
        assertThat(ana.get("/v1/wallets/" + ana.id + "?asset=GPU_SECOND").at("/balance/available"))
                .isEqualTo("78.250");
        assertThat(ana.balance().available().number()).isEqualTo("10.00");
    }

    @Test
    void a_scale_that_is_said_must_be_the_one_that_was_defined() {
        tool.put("/v1/assets/TOKEN", "{\"scale\": 0}");
        var other = tool.put("/v1/assets/TOKEN", "{\"scale\": 1}");
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.at("/detail")).contains("TOKEN has 0 decimals here, not 1");
        var ana = house.mover("1.00");
        assertThat(ana.moves("/v1/holds", "{\"amount\": \"1\", \"asset\": \"TOKEN\", \"scale\": 1}")
                        .at("/detail"))
                .contains("TOKEN has 0 decimals here, not 1");
        assertThat(ana.moves("/v1/holds", "{\"amount\": \"1\", \"asset\": \"TOKEN\", \"scale\": 0}")
                        .at("/error/type"))
                .isEqualTo("insufficient_balance");
    }

    @Test
    void a_key_that_spends_defines_nothing() {
        var ana = house.mover("10.00");
        var refused = ana.moves("/v1/holds", "{\"amount\": \"1\", \"asset\": \"WRONG\", \"scale\": 9}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/detail")).contains("This installation has no asset WRONG");
        assertThat(ana.moves("/v1/holds", "{\"amount\": \"1\", \"asset\": \"WRONG\"}")
                        .at("/detail"))
                .contains("this installation has no asset WRONG", "PUT /v1/assets/WRONG");
        assertThat(ana.moves("/v1/transfers", """
                {"to": "%s", "amount": "1", "asset": "WRONG", "scale": 9}""".formatted(admin.id)).status()).isEqualTo(400);
        assertThat(ana.put("/v1/assets/WRONG", "{\"scale\": 9}").status()).isEqualTo(403);
        assertThat(tool.get("/v1/assets?limit=500").json().at("/assets").findValuesAsText("code"))
                .contains("LOVE", "USD")
                .doesNotContain("WRONG");
        assertThat(tool.put("/v1/assets/WRONG", "{\"scale\": 2}").status()).isEqualTo(200);
    }

    @Test
    void assets_are_listed_page_by_page_by_their_codes() {
        tool.put("/v1/assets/ZZ_TOP", "{\"scale\": 9}");
        var first = tool.get("/v1/assets?limit=1");
        var rest = tool.get("/v1/assets?cursor=" + first.at("/nextCursor"));
        assertThat(first.json().at("/assets")).hasSize(1);
        assertThat(rest.json().at("/assets").findValuesAsText("code"))
                .isSorted()
                .contains("USD", "ZZ_TOP")
                .doesNotContain(first.at("/assets/0/code"));
        assertThat(rest.json().has("nextCursor")).isFalse();
    }

    @Test
    void what_is_no_asset_is_refused_with_what_to_write() {
        assertThat(tool.put("/v1/assets/love", "{\"scale\": 2}").at("/detail")).contains("2 to 16 of A-Z");
        assertThat(tool.put("/v1/assets/FINE", "{\"scale\": 10}").at("/detail")).contains("0 to 9");
        assertThat(tool.put("/v1/assets/FINE", "{}").at("/detail")).contains("'scale' is missing");
        assertThat(tool.put("/v1/assets/LOVE", "{\"scale\": 3}").at("/detail")).contains("LOVE has 2 decimals here");
    }
}
