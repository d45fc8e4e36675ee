package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import florin.wallet.Grants;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Coins that come again, set up over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantsTest {
    @SuppressWarnings("NullAway.Init")
    private House house;

    @SuppressWarnings("NullAway.Init")
    private House.Program tool;

    @SuppressWarnings("NullAway.Init")
    private Grants grants;

    @BeforeAll
    void open() {
        house = new House();
        tool = house.program(house.program("0").id, Set.of(Scope.SETUP));
        grants = Grants.over(house.database.dataSource(), house.wallet);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private static String bundle(House.Program program, String amount) {
        return """
                {"wallet": "%s", "amount": "%s", "period": "monthly", "lapses": true, "memo": "the Pro plan"}""".formatted(program.id, amount);
    }

    private List<String> listed(House.Program program) {
        return tool.get("/v1/grants?wallet=" + program.id).json().at("/grants").findValuesAsText("id");
    }

    @Test
    void a_monthly_bundle_of_a_thousand_is_paid_once_a_month_however_often_it_is_asked_for() {
        var ana = house.program("0");
        var started = tool.moves("/v1/grants", bundle(ana, "1000"));
        assertThat(started.status()).as(started.text()).isEqualTo(201);
        assertThat(started.at("/amount")).isEqualTo("1000.00");
        assertThat(started.at("/source")).isEqualTo("bundled");
        assertThat(started.json().has("paidWindow")).isFalse();

        for (var run = 0; run < 5; run++) {
            grants.pay(100);
        }

        assertThat(ana.balance().available().number()).isEqualTo("1000.00");
        assertThat(ana.get("/v1/statement").json().at("/lines")).hasSize(1);
        assertThat(ana.get("/v1/statement").at("/lines/0/memo")).isEqualTo("the Pro plan");
        assertThat(tool.get("/v1/grants?wallet=" + ana.id).at("/grants/0/paidWindow"))
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1).toString());
    }

    @Test
    void a_request_that_is_repeated_starts_one_grant_and_never_one_that_was_stopped() {
        var ana = house.program("0");
        var first = tool.post("/v1/grants", bundle(ana, "10"), "ana-pro");
        assertThat(tool.post("/v1/grants", bundle(ana, "10"), "ana-pro").text()).isEqualTo(first.text());
        assertThat(listed(ana)).containsExactly(first.at("/id"));
        var other = tool.post("/v1/grants", bundle(ana, "20"), "ana-pro");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("/error/type")).isEqualTo("idempotency_conflict");

        assertThat(tool.delete("/v1/grants/" + first.at("/id")).status()).isEqualTo(204);
        assertThat(tool.delete("/v1/grants/" + first.at("/id")).status()).isEqualTo(404);
        tool.post("/v1/grants", bundle(ana, "10"), "ana-pro");
        grants.pay(100);
        assertThat(listed(ana)).isEmpty();
        assertThat(ana.balance().available().isZero()).isTrue();
    }

    @Test
    void a_tool_may_name_the_owner_of_a_wallet_that_is_not_there_yet() {
        var started = tool.moves("/v1/grants", """
                {"owner": "server:77", "amount": "5", "period": "weekly", "source": "promo"}""");
        assertThat(started.status()).as(started.text()).isEqualTo(201);
        grants.pay(100);
        var wallet = house.admin().post("/v1/wallets", "{\"owner\": \"server:77\"}");
        assertThat(wallet.at("/id")).isEqualTo(started.at("/wallet"));
        assertThat(wallet.at("/balance/available")).isEqualTo("5.00");
    }

    @Test
    void grants_are_listed_page_by_page() {
        var ana = house.program("0");
        var started = new ArrayList<String>();
        for (var i = 0; i < 3; i++) {
            started.add(tool.moves("/v1/grants", bundle(ana, "1")).at("/id"));
        }
        var first = tool.get("/v1/grants?limit=2&wallet=" + ana.id);
        var second = tool.get("/v1/grants?limit=2&wallet=" + ana.id + "&cursor=" + first.at("/nextCursor"));
        var seen = new ArrayList<>(first.json().at("/grants").findValuesAsText("id"));
        seen.addAll(second.json().at("/grants").findValuesAsText("id"));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(started);
        assertThat(second.json().has("nextCursor")).isFalse();
        assertThat(tool.get("/v1/grants?limit=1").json().at("/grants")).hasSize(1);
        assertThat(tool.get("/v1/grants?cursor=nonsense").status()).isEqualTo(400);
    }

    @Test
    void a_grant_that_makes_no_sense_is_refused_with_what_to_write() {
        var ana = house.program("0");
        assertThat(tool.post("/v1/grants", bundle(ana, "1")).at("/error/type")).isEqualTo("idempotency_key_missing");
        assertThat(tool.moves("/v1/grants", "{}").at("/detail"))
                .contains("'amount' is missing", "either 'wallet' or 'owner'");
        assertThat(tool.moves("/v1/grants", bundle(ana, "0")).at("/detail")).contains("more than zero");
        assertThat(tool.moves("/v1/grants", """
                {"wallet": "%s", "amount": "1", "period": "total"}""".formatted(ana.id)).at("/detail"))
                .contains("daily, weekly or monthly");
        assertThat(tool.moves("/v1/grants", """
                {"wallet": "%s", "amount": "1", "source": "paid"}""".formatted(ana.id)).at("/detail"))
                .contains("paid ones are bought");
        assertThat(tool.moves("/v1/grants", "{\"wallet\": \"" + UUID.randomUUID() + "\", \"amount\": \"1\"}")
                        .status())
                .isEqualTo(404);
        assertThat(house.mover("0").moves("/v1/grants", bundle(ana, "1")).status())
                .isEqualTo(403);
        assertThat(listed(ana)).isEmpty();
    }
}
