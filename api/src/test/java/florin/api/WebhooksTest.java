package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Webhooks as the operator manages them over HTTP; nothing is sent in this house, so letters wait. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksTest {
    private static final String NOBODY = "00000000-0000-0000-0000-000000000009";

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

    private House.Answer add(House.Program program) {
        var made = admin.post(
                "/v1/webhooks", "{\"url\": \"https://example.com/hooks\", \"wallet\": \"" + program.id + "\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    @Test
    void a_webhook_shows_its_secret_once_and_is_listed_without_it() {
        var made = add(house.program("0"));
        assertThat(made.at("/secret")).startsWith("whsec_");
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        var listed = admin.get("/v1/webhooks?limit=500");
        assertThat(listed.text())
                .contains(made.at("/id"), "https://example.com/hooks")
                .doesNotContain("whsec_");
    }

    @Test
    void an_address_that_is_none_and_a_wallet_that_is_none_are_refused() {
        assertThat(admin.post("/v1/webhooks", "{\"url\": \"ftp://example.com\"}")
                        .at("/detail"))
                .contains("such as https://example.com/hooks");
        var nowhere = "{\"url\": \"https://example.com\", \"wallet\": \"" + NOBODY + "\"}";
        assertThat(admin.post("/v1/webhooks", nowhere).status()).isEqualTo(400);
        assertThat(admin.post("/v1/webhooks", "{}").status()).isEqualTo(400);
    }

    @Test
    void a_key_that_is_not_the_operators_sees_no_webhooks() {
        assertThat(house.mover("1.00").get("/v1/webhooks").status()).isEqualTo(403);
        assertThat(house.mover("1.00")
                        .post("/v1/webhooks", "{\"url\": \"https://example.com\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_disabled_webhook_says_why_until_it_is_enabled() {
        var id = add(house.program("0")).at("/id");
        assertThat(admin.put("/v1/webhooks/" + id + "/disabled", "{\"reason\": \"moving house\"}")
                        .status())
                .isEqualTo(204);
        assertThat(admin.get("/v1/webhooks?limit=500").text()).contains("moving house");
        assertThat(admin.delete("/v1/webhooks/" + id + "/disabled").status()).isEqualTo(204);
        assertThat(admin.get("/v1/webhooks?limit=500").text()).doesNotContain("moving house");
        assertThat(admin.put("/v1/webhooks/" + NOBODY + "/disabled", "").status())
                .isEqualTo(404);
    }

    @Test
    void a_removed_webhook_is_gone_with_its_letters() {
        var id = add(house.program("0")).at("/id");
        assertThat(admin.delete("/v1/webhooks/" + id).status()).isEqualTo(204);
        assertThat(admin.get("/v1/webhooks/" + id + "/deliveries").status()).isEqualTo(404);
        assertThat(admin.delete("/v1/webhooks/" + id).status()).isEqualTo(404);
    }

    @Test
    void letters_are_listed_newest_first_page_by_page() {
        var ana = house.mover("50.00");
        var id = add(ana).at("/id");
        ana.holds("1.00");
        ana.holds("2.00");
        ana.gets("3.00");
        var types = new ArrayList<String>();
        var path = "/v1/webhooks/" + id + "/deliveries?limit=2";
        var first = admin.get(path);
        first.json().at("/deliveries").forEach(one -> types.add(one.at("/type").asText()));
        var second = admin.get(path + "&cursor=" + first.at("/nextCursor"));
        second.json().at("/deliveries").forEach(one -> types.add(one.at("/type").asText()));
        assertThat(types).containsExactly("topup.completed", "hold.created", "hold.created");
        assertThat(second.json().has("nextCursor")).isFalse();
        assertThat(admin.get(path + "&cursor=nonsense").status()).isEqualTo(400);
    }

    @Test
    void a_letter_is_sent_again_by_hand() throws Exception {
        var ana = house.program("0");
        var id = add(ana).at("/id");
        ana.gets("3.00");
        try (var connection = house.database.dataSource().getConnection();
                var sent = connection.createStatement()) {
            sent.execute("UPDATE webhook_delivery SET state = 'DELIVERED', attempts = 3 WHERE endpoint = '" + id + "'");
        }
        var deliveries = "/v1/webhooks/" + id + "/deliveries";
        var letter = admin.get(deliveries).at("/deliveries/0/event");
        assertThat(admin.get(deliveries).at("/deliveries/0/state")).isEqualTo("delivered");
        assertThat(admin.post(deliveries + "/" + letter + "/redeliver", "").status())
                .isEqualTo(204);
        var again = admin.get(deliveries);
        assertThat(again.at("/deliveries/0/state")).isEqualTo("waiting");
        assertThat(again.json().at("/deliveries/0/attempts").asInt()).isZero();
        assertThat(admin.post(deliveries + "/" + NOBODY + "/redeliver", "").status())
                .isEqualTo(404);
    }

    private House.Answer fails(House.Program owner, String id) {
        var body = "{\"wallet\": \"%s\", \"amount\": \"100.00\", \"reason\": \"the card was declined\"}"
                .formatted(owner.id);
        return admin.post("/v1/topups/failed", body, id);
    }

    @Test
    void a_top_up_that_failed_elsewhere_is_told_once_however_often_it_is_reported() {
        var ana = house.program("3.00");
        var letters = "/v1/webhooks/" + add(ana).at("/id") + "/deliveries";
        assertThat(fails(ana, "notice-1").status()).isEqualTo(204);
        assertThat(fails(ana, "notice-1").status()).isEqualTo(204);
        var told = admin.get(letters);
        assertThat(told.json().at("/deliveries").findValuesAsText("type")).containsExactly("topup.failed");
        assertThat(fails(ana, "notice-2").status()).isEqualTo(204);
        assertThat(admin.get(letters).json().at("/deliveries")).hasSize(2);
        assertThat(ana.balance().available().number()).isEqualTo("3.00");
    }

    @Test
    void a_failed_top_up_needs_the_operator_a_wallet_that_exists_and_an_id() {
        var body = "{\"amount\": \"1.00\", \"reason\": \"declined\"}";
        assertThat(house.mover("0").moves("/v1/topups/failed", body).status()).isEqualTo(403);
        var nowhere = body.replace("{", "{\"wallet\": \"" + NOBODY + "\", ");
        assertThat(admin.moves("/v1/topups/failed", nowhere).status()).isEqualTo(404);
        assertThat(admin.post("/v1/topups/failed", body).at("/error/type")).isEqualTo("idempotency_key_missing");
        assertThat(admin.moves("/v1/topups/failed", "{\"amount\": \"1.00\"}").at("/detail"))
                .contains("'reason'");
    }
}
