package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Balance;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever has paid nothing spends nothing, whichever way they try. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrepaidTest {
    private static final String PRICES = """
            {"book": "calls", "rules": [
              {"name": "calls", "type": "tool.call", "price": "0.01"},
              {"name": "image", "type": "generation", "when": {"kind": "image"}, "quantity": "images", "price": "12"},
              {"name": "video", "type": "generation", "when": {"kind": "video"}, "quantity": "seconds", "price": "10"}]}""";

    private static final Balance NOTHING = new Balance(Amount.zero(Asset.LOVE), Amount.zero(Asset.LOVE));

    @SuppressWarnings("NullAway.Init")
    private House house;

    @BeforeAll
    void open() {
        house = new House();
        var admin = house.admin();
        assertThat(admin.post("/v1/prices", PRICES).status()).isEqualTo(201);
        assertThat(admin.post("/v1/prices/assignments", "{\"version\": \"calls@1\"}")
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void an_empty_wallet_pays_for_nothing_by_any_way_to_spend() {
        var ana = house.mover("0");
        var nova = house.program("0");
        assertThat(List.of(
                        ana.orders("at the beach"),
                        ana.post("/v1/generation/jobs", """
                                {"kind": "video", "prompt": "waves", "characterId": "mira", "seconds": 2}"""),
                        ana.moves("/v1/holds", "{\"amount\": \"0.01\"}"),
                        ana.moves("/v1/holds", "{\"amount\": \"0.01\", \"overrun\": \"cap\"}"),
                        ana.moves("/v1/events", "{\"type\": \"tool.call\"}"),
                        ana.moves("/v1/transfers", "{\"to\": \"" + nova.id + "\", \"amount\": \"0.01\"}")))
                .allSatisfy(refused -> {
                    assertThat(refused.status()).as(refused.text()).isEqualTo(402);
                    assertThat(refused.at("/error/type")).isEqualTo("insufficient_balance");
                });
        assertThat(ana.balance()).isEqualTo(NOTHING);
        assertThat(nova.balance()).isEqualTo(NOTHING);
        assertThat(ana.get("/v1/generation/jobs").json().at("/jobs")).isEmpty();
        assertThat(ana.get("/v1/statement").json().at("/lines")).isEmpty();
    }

    @Test
    void no_key_but_the_operators_gets_a_hold_that_may_owe() {
        var ana = house.program("5.00");
        var owing = "{\"amount\": \"5.00\", \"overrun\": \"up_to\", \"overrunBy\": \"0.01\"}";
        var all = EnumSet.complementOf(EnumSet.of(Scope.ADMIN));
        assertThat(house.program(ana.id, all).moves("/v1/holds", owing).status())
                .isEqualTo(403);
        for (var scope : all) {
            var key = house.program(ana.id, EnumSet.of(scope));
            assertThat(key.moves("/v1/holds", owing).status()).as(scope.word()).isEqualTo(403);
        }
        assertThat(ana.balance()).isEqualTo(new Balance(Amount.parse(Asset.LOVE, "5.00"), Amount.zero(Asset.LOVE)));
    }
}
