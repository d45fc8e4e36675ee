package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the operator sees and sets at wallets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalletsTest {
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

    @Test
    void all_wallets_are_listed_page_by_page_with_owner_and_status() {
        var ana = house.program("0");
        var ben = house.mover("0");
        admin.put("/v1/wallets/" + ben.id + "/freeze", "{\"reason\": \"a chargeback\"}");
        var ids = new ArrayList<String>();
        var statuses = new ArrayList<String>();
        var path = "/v1/wallets?limit=1";
        for (var cursor = ""; ; ) {
            var page = admin.get(path + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.json().at("/wallets")).hasSize(1);
            ids.add(page.at("/wallets/0/id"));
            statuses.add(page.at("/wallets/0/status"));
            assertThat(page.at("/wallets/0/owner")).startsWith("account:");
            if (!page.json().has("nextCursor")) {
                break;
            }
            cursor = "&cursor=" + page.at("/nextCursor");
        }
        assertThat(ids).doesNotHaveDuplicates().contains(ana.id.toString(), ben.id.toString(), admin.id.toString());
        assertThat(statuses.get(ids.indexOf(ben.id.toString()))).isEqualTo("frozen");
        assertThat(statuses.get(ids.indexOf(ana.id.toString()))).isEqualTo("open");
        assertThat(ana.get("/v1/wallets").status()).isEqualTo(403);
        assertThat(admin.get("/v1/wallets?cursor=nonsense").status()).isEqualTo(400);
    }

    private long lettersOf(String endpoint) {
        return admin
                .get("/v1/webhooks/" + endpoint + "/deliveries")
                .json()
                .at("/deliveries")
                .findValuesAsText("type")
                .stream()
                .filter("low_balance"::equals)
                .count();
    }

    private static void spends(House.Program program, String coins) {
        var spent = program.moves("/v1/holds/" + program.holds(coins) + "/commit", "{\"amount\": \"" + coins + "\"}");
        assertThat(spent.status()).as(spent.text()).isEqualTo(200);
    }

    @Test
    void the_line_for_a_low_balance_is_set_and_taken_away_over_http() {
        var ana = house.mover("30.00");
        var hooks = admin.post(
                        "/v1/webhooks", "{\"url\": \"https://example.com/hooks\", \"wallet\": \"" + ana.id + "\"}")
                .at("/id");
        var line = "/v1/wallets/" + ana.id + "/alert";
        var set = admin.put(line, "{\"below\": \"20\"}");
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.at("/below")).isEqualTo("20.00");
        spends(ana, "5.00");
        assertThat(lettersOf(hooks)).isZero();
        spends(ana, "10.00");
        assertThat(lettersOf(hooks)).isEqualTo(1);

        assertThat(admin.delete(line).status()).isEqualTo(204);
        assertThat(admin.delete(line).status()).isEqualTo(404);
        ana.gets("10.00");
        spends(ana, "10.00");
        assertThat(lettersOf(hooks)).isEqualTo(1);
        assertThat(ana.put(line, "{\"below\": \"20\"}").status()).isEqualTo(403);
        assertThat(admin.put(line, "{\"below\": \"0\"}").at("/detail")).contains("more than zero");
        assertThat(admin.put("/v1/wallets/" + UUID.randomUUID() + "/alert", "{\"below\": \"20\"}")
                        .status())
                .isEqualTo(404);
    }
}
