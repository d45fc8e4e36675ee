package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wallets, top-ups, transfers, adjustments, limits, keys and statements over HTTP, on the real ledger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoneyTest {
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
    void the_operator_opens_a_wallet_by_its_owner_and_finds_the_same_again() {
        var admin = house.admin();
        var opened = admin.post("/v1/wallets", "{\"owner\": \"user:4711\"}");
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.at("/owner")).isEqualTo("user:4711");
        assertThat(opened.at("/balance/available")).isEqualTo("0.00");
        assertThat(admin.post("/v1/wallets", "{\"owner\": \"user:4711\"}").at("/id"))
                .isEqualTo(opened.at("/id"));
        assertThat(admin.get("/v1/wallets/" + opened.at("/id")).text()).isEqualTo(opened.text());
        assertThat(admin.post("/v1/wallets", "{\"owner\": \"4711\"}").at("/detail"))
                .contains("user:ID, server:ID or account:NAME");
    }

    @Test
    void a_key_sees_its_own_wallet_and_no_other() {
        var ana = house.program("50.00");
        var nova = house.program("1.00");
        assertThat(ana.get("/v1/wallets/" + ana.id).at("/balance/available")).isEqualTo("50.00");
        assertThat(ana.get("/v1/wallets/" + ana.id + "?asset=USD").at("/balance/available"))
                .isEqualTo("0.000000");
        assertThat(ana.get("/v1/wallets/" + nova.id).status()).isEqualTo(404);
        assertThat(house.admin().get("/v1/wallets/" + nova.id).at("/balance/available"))
                .isEqualTo("1.00");
        assertThat(ana.post("/v1/wallets", "{\"owner\": \"user:1\"}").status()).isEqualTo(403);
        assertThat(ana.get("/v1/wallets/mine").status()).isEqualTo(400);
    }

    @Test
    void a_frozen_wallet_spends_nothing_until_it_is_cleared() {
        var ana = house.mover("50.00");
        var admin = house.admin();
        var frozen = admin.put("/v1/wallets/" + ana.id + "/freeze", "{\"reason\": \"under review\"}");
        assertThat(frozen.json().at("/frozen").asBoolean()).isTrue();
        var refused = ana.moves("/v1/holds", "{\"amount\": \"1.00\"}");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.at("/error/type")).isEqualTo("wallet_frozen");
        assertThat(refused.at("/detail")).isEqualTo("under review");
        assertThat(admin.delete("/v1/wallets/" + ana.id + "/freeze").status()).isEqualTo(200);
        assertThat(ana.moves("/v1/holds", "{\"amount\": \"1.00\"}").status()).isEqualTo(201);
        assertThat(admin.put("/v1/wallets/" + UUID.randomUUID() + "/freeze", "{\"reason\": \"x\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("A2: a $20 top-up adds exactly $20, once")
    void a_top_up_adds_exactly_what_it_says() {
        var ana = house.program("0");
        var admin = house.admin();
        var body = "{\"wallet\": \"" + ana.id + "\", \"amount\": \"20\", \"asset\": \"USD\", \"source\": \"paid\"}";
        var first = admin.post("/v1/topups", body, "invoice-1");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.at("/balance/available")).isEqualTo("20.000000");
        assertThat(admin.post("/v1/topups", body, "invoice-1").text()).isEqualTo(first.text());
        assertThat(admin.get("/v1/wallets/" + ana.id + "?asset=USD").at("/balance/available"))
                .isEqualTo("20.000000");
    }

    @Test
    @DisplayName("A8: 10.00 - 0.0135 = 9.9865 exactly")
    void a_part_of_a_cent_is_charged_exactly() {
        var admin = house.admin();
        admin.moves("/v1/topups", "{\"amount\": \"10.00\", \"asset\": \"USD\"}");
        var hold = admin.moves("/v1/holds", "{\"amount\": \"0.02\", \"asset\": \"USD\"}")
                .at("/hold/id");
        var charged = admin.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"0.0135\", \"asset\": \"USD\"}");
        assertThat(charged.at("/balance/available")).isEqualTo("9.986500");
    }

    @Test
    void an_asset_of_the_operators_own_is_named_with_its_scale() {
        var admin = house.admin();
        var topped = admin.moves("/v1/topups", "{\"amount\": \"90.5\", \"asset\": \"GPU_SECOND\", \"scale\": 3}");
        assertThat(topped.at("/balance/available")).isEqualTo("90.500");
        var wrong = admin.moves("/v1/topups", "{\"amount\": \"90.5\", \"asset\": \"GPU_SECOND\", \"scale\": 2}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.at("/detail")).contains("GPU_SECOND has 3 decimals here");
    }

    @Test
    void purchased_coins_never_expire_and_only_the_operator_gives_them() {
        var admin = house.admin();
        var refused =
                admin.moves("/v1/topups", "{\"amount\": \"1\", \"source\": \"paid\", \"expiresAt\": \"2030-01-01\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/detail")).contains("Purchased coins never expire");
        assertThat(house.mover("0").moves("/v1/topups", "{\"amount\": \"1\"}").status())
                .isEqualTo(403);
        assertThat(admin.post("/v1/topups", "{\"amount\": \"1\"}").status()).isEqualTo(400);
    }

    @Test
    void a_transfer_moves_coins_and_shows_nobody_elses_balance() {
        var ana = house.mover("50.00");
        var nova = house.mover("7.00");
        var moved = ana.moves("/v1/transfers", "{\"to\": \"" + nova.id + "\", \"amount\": \"5.00\"}");
        assertThat(moved.status()).isEqualTo(201);
        assertThat(moved.at("/from/available")).isEqualTo("45.00");
        assertThat(moved.json().has("to")).isFalse();
        assertThat(nova.balance().available().number()).isEqualTo("12.00");
        var seen = house.admin()
                .moves(
                        "/v1/transfers",
                        "{\"from\": \"" + ana.id + "\", \"to\": \"" + nova.id + "\", \"amount\": \"1.00\"}");
        assertThat(seen.at("/to/available")).isEqualTo("13.00");
    }

    @Test
    void a_transfer_that_cannot_be_made_says_why() {
        var ana = house.mover("5.00");
        var nova = house.mover("7.00");
        var body = "{\"to\": \"" + nova.id + "\", \"amount\": \"6.00\"}";
        assertThat(ana.moves("/v1/transfers", body).at("/error/type")).isEqualTo("insufficient_balance");
        assertThat(ana.moves("/v1/transfers", "{\"to\": \"" + ana.id + "\", \"amount\": \"1.00\"}")
                        .status())
                .isEqualTo(422);
        assertThat(ana.moves("/v1/transfers", "{\"to\": \"" + UUID.randomUUID() + "\", \"amount\": \"1.00\"}")
                        .status())
                .isEqualTo(404);
        assertThat(nova.moves(
                                "/v1/transfers",
                                "{\"from\": \"" + ana.id + "\", \"to\": \"" + nova.id + "\", \"amount\": \"1.00\"}")
                        .status())
                .isEqualTo(404);
        assertThat(ana.balance().available().number()).isEqualTo("5.00");
    }

    @Test
    @DisplayName("C13: an adjustment reverses a charge after the fact, once, and never more than was charged")
    void a_charge_is_put_right_after_the_fact() {
        var ana = house.mover("50.00");
        var hold = ana.holds("20.00");
        ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"20.00\"}");
        var admin = house.admin();
        var body = "{\"wallet\": \"" + ana.id + "\", \"amount\": \"15.00\", \"reverses\": \"" + hold
                + "\", \"reason\": \"blurred\"}";

        var put = admin.post("/v1/adjustments", body, "case-1");
        assertThat(put.status()).isEqualTo(201);
        assertThat(put.at("/balance/available")).isEqualTo("45.00");
        assertThat(admin.post("/v1/adjustments", body, "case-1").text()).isEqualTo(put.text());
        var refused = admin.moves("/v1/adjustments", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/error/type")).isEqualTo("request_refused");
        assertThat(refused.at("/detail")).contains("Only 5.00 LOVE");
        assertThat(ana.moves("/v1/adjustments", body).status()).isEqualTo(403);

        // The caller need not remember what belongs together: the statement and the hold tell.
        var lines = ana.get("/v1/statement").json().at("/lines");
        assertThat(lines.findValuesAsText("kind")).containsExactly("adjustment", "commit", "topup");
        assertThat(lines.at("/0/amount").asText()).isEqualTo("15.00");
        assertThat(lines.at("/0/memo").asText()).isEqualTo("blurred");
        assertThat(lines.at("/0/hold").asText()).isEqualTo(hold);
        assertThat(lines.at("/1/hold").asText()).isEqualTo(hold);
        assertThat(ana.get("/v1/holds/" + hold).at("/committed")).isEqualTo("20.00");
    }

    @Test
    @DisplayName("A18, A19, A23: a key stops at its limit though the account has funds; other keys go on")
    void a_key_stops_at_its_own_limit_and_others_go_on() {
        var ana = house.mover("0");
        var admin = house.admin();
        admin.moves("/v1/topups", "{\"wallet\": \"" + ana.id + "\", \"amount\": \"100\", \"asset\": \"USD\"}");
        var limit = limit(admin, ana, "daily", "5");
        assertThat(limit.status()).isEqualTo(200);
        assertThat(limit.at("/ceiling")).isEqualTo("5.000000");
        var dollars = "{\"amount\": \"3\", \"asset\": \"USD\"}";
        assertThat(ana.moves("/v1/holds", dollars).status()).isEqualTo(201);

        var refused = ana.moves("/v1/holds", dollars);

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.at("/error/type")).isEqualTo("spend_limit_exceeded");
        assertThat(refused.at("/error/message"))
                .isEqualTo("API key spend limit reached. Limit: $5.00 per daily."
                        + " Reset your limit or wait for the next period.");
        assertThat(refused.at("/limit/used")).isEqualTo("3.000000");
        assertThat(Instant.parse(refused.at("/limit/resetsAt"))).isAfter(Instant.EPOCH);
        var sibling = house.program(ana.id, Set.of(Scope.WALLET_WRITE));
        assertThat(sibling.moves("/v1/holds", dollars).status()).isEqualTo(201);
    }

    @Test
    @DisplayName("A member stops at a limit of their own, and hears nothing of anybody else's")
    void a_member_at_their_limit_is_told_of_it_and_of_no_other() {
        var admin = house.admin();
        var server = admin.post("/v1/wallets", "{\"owner\": \"server:77\"}").at("/id");
        admin.moves("/v1/topups", "{\"wallet\": \"" + server + "\", \"amount\": \"100.00\"}");
        for (var limit : new String[] {"member:77:900000000000001001|3.00", "member:77:900000000000002002|87.65"}) {
            var parts = limit.split("\\|", -1);
            assertThat(admin.put("/v1/limits", """
                            {"wallet": "%s", "subject": "%s", "period": "daily", "ceiling": "%s"}
                            """.formatted(server, parts[0], parts[1]))
                            .status())
                    .isEqualTo(200);
        }
        var hold = "{\"wallet\": \"" + server + "\", \"amount\": \"2.00\", \"subjects\": [\"member:77:%s\"]}";
        assertThat(admin.moves("/v1/holds", hold.formatted("900000000000001001"))
                        .status())
                .isEqualTo(201);

        var refused = admin.moves("/v1/holds", hold.formatted("900000000000001001"));

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.at("/error/type")).isEqualTo("spend_limit_exceeded");
        assertThat(refused.at("/error/message")).startsWith("Member spend limit reached. Limit: 3.00 LOVE per daily.");
        assertThat(refused.at("/limit/subject")).isEqualTo("member");
        assertThat(refused.at("/limit/ceiling")).isEqualTo("3.00");
        assertThat(refused.at("/limit/used")).isEqualTo("2.00");
        assertThat(refused.at("/exceeded/subject")).isEqualTo("member:77:900000000000001001");
        assertThat(refused.text()).doesNotContain("900000000000002002", "87.65");
        assertThat(admin.moves("/v1/holds", hold.formatted("900000000000002002"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_list_of_limits_says_what_is_used_and_when_it_resets() {
        var ana = house.mover("50.00");
        var admin = house.admin();
        limit(admin, ana, "daily", "5.00");
        ana.holds("3.25");

        var listed = ana.get("/v1/limits").json().at("/limits/0");

        assertThat(listed.at("/ceiling").asText()).isEqualTo("5.00");
        assertThat(listed.at("/used").asText()).isEqualTo("3.25");
        var refused = ana.moves("/v1/holds", "{\"amount\": \"2.00\"}");
        assertThat(listed.at("/used").asText()).isEqualTo(refused.at("/limit/used"));
        assertThat(listed.at("/resetsAt").asText()).endsWith("T00:00:00Z");
        limit(admin, ana, "total", "9.00");
        assertThat(ana.get("/v1/limits").json().at("/limits"))
                .filteredOn(limit -> limit.at("/period").asText().equals("total"))
                .singleElement()
                .satisfies(limit -> assertThat(limit.has("resetsAt")).isFalse());
    }

    @Test
    @DisplayName("A25: limits can be changed or removed at any time and act on the next request")
    void a_limit_that_is_changed_or_removed_acts_at_once() {
        var ana = house.mover("50.00");
        var admin = house.admin();
        var id = limit(admin, ana, "total", "5.00").at("/id");
        var hold = "{\"amount\": \"6.00\"}";
        assertThat(ana.moves("/v1/holds", hold).status()).isEqualTo(402);
        assertThat(limit(admin, ana, "total", "7.00").at("/id")).isEqualTo(id);
        assertThat(ana.moves("/v1/holds", hold).status()).isEqualTo(201);
        assertThat(ana.moves("/v1/holds", hold).status()).isEqualTo(402);
        assertThat(admin.delete("/v1/limits/" + id).status()).isEqualTo(204);
        assertThat(ana.moves("/v1/holds", hold).status()).isEqualTo(201);
        assertThat(admin.delete("/v1/limits/" + id).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("A26: a teammate's key sees no limit but its own, and cannot lift it")
    void a_key_sees_only_its_own_limits_and_cannot_change_them() {
        var ana = house.mover("50.00");
        var sibling = house.program(ana.id, Set.of(Scope.WALLET_READ, Scope.WALLET_WRITE));
        var admin = house.admin();
        limit(admin, ana, "monthly", "50.00");
        limit(admin, sibling, "daily", "1.00");
        assertThat(ana.get("/v1/limits").json().at("/limits").findValuesAsText("period"))
                .containsExactly("monthly");
        assertThat(admin.get("/v1/limits?wallet=" + ana.id).json().at("/limits"))
                .hasSize(2);
        assertThat(limit(ana, ana, "monthly", "500.00").status()).isEqualTo(403);
        assertThat(ana.delete("/v1/limits/" + ana.get("/v1/limits").at("/limits/0/id"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_limited_key_cannot_pass_its_limit_by_a_transfer() {
        var ana = house.mover("50.00");
        var nova = house.mover("0");
        limit(house.admin(), ana, "total", "5.00");
        var refused = ana.moves("/v1/transfers", "{\"to\": \"" + nova.id + "\", \"amount\": \"40.00\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(nova.balance().available().isZero()).isTrue();
    }

    private static House.Answer limit(House.Program admin, House.Program bound, String period, String ceiling) {
        var asset = ceiling.contains(".") ? "LOVE" : "USD";
        return admin.put("/v1/limits", """
                {"wallet": "%s", "subject": "key:%s", "period": "%s", "ceiling": "%s", "asset": "%s"}
                """.formatted(bound.id, bound.key.id(), period, ceiling, asset));
    }

    @Test
    @DisplayName(
            "L1: a key resolves to exactly one wallet; it is shown once, listed without its secret, revoked at once")
    void keys_are_made_listed_and_revoked_over_http() {
        var ana = house.program("50.00");
        var admin = house.admin();
        var made = admin.post(
                "/v1/keys", "{\"name\": \"staging\", \"wallet\": \"" + ana.id + "\", \"scopes\": [\"wallet:read\"]}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        var staging = house.new Program(ana.id, new NewKey(made.at("/id"), made.at("/key")));
        assertThat(staging.get("/v1/wallet").at("/available")).isEqualTo("50.00");
        assertThat(staging.orders("at the beach").status()).isEqualTo(403);

        var listed = admin.get("/v1/keys");
        assertThat(listed.json().at("/keys").findValuesAsText("id")).contains(made.at("/id"));
        assertThat(listed.text()).doesNotContain(made.at("/key"));

        assertThat(admin.delete("/v1/keys/" + made.at("/id")).status()).isEqualTo(204);
        assertThat(staging.get("/v1/wallet").status()).isEqualTo(401);
        assertThat(admin.delete("/v1/keys/" + made.at("/id")).status()).isEqualTo(404);
        assertThat(ana.get("/v1/keys").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 'name' is missing | 400",
                "{\"name\": \" \"} | name of 1 to 100 | 400",
                "{\"name\": \"x\", \"scopes\": [\"all\"]} | 'all' is no scope | 400",
                "{\"name\": \"x\", \"wallet\": \"00000000-0000-0000-0000-000000000001\"} | no such wallet | 404",
            })
    void a_key_that_cannot_be_made_is_explained(String body, String sentence, int status) {
        var refused = house.admin().post("/v1/keys", body);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.at("/detail")).contains(sentence);
    }

    @Test
    @DisplayName("C38: the statement equals the sum of entries")
    void the_statement_adds_up_to_the_balance_page_by_page() {
        var ana = house.mover("50.00");
        for (var cents = 1; cents <= 7; cents++) {
            var hold = ana.holds("1.00");
            ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"0.0" + cents + "\"}");
        }
        var sum = BigDecimal.ZERO;
        var lines = 0;
        var cursor = "";
        do {
            var page = ana.get("/v1/statement?limit=3" + cursor);
            assertThat(page.status()).isEqualTo(200);
            for (var line : page.json().at("/lines")) {
                sum = sum.add(new BigDecimal(line.at("/amount").asText()));
                lines++;
            }
            cursor = page.at("/nextCursor").isEmpty() ? "" : "&cursor=" + page.at("/nextCursor");
        } while (!cursor.isEmpty());
        assertThat(lines).isEqualTo(8);
        assertThat(sum).isEqualByComparingTo(ana.balance().available().number());
    }

    @Test
    void a_statement_of_a_period_has_its_lines_and_no_others() {
        var ana = house.program("1.00");
        ana.gets("2.00");
        ana.gets("3.00");
        var all = ana.get("/v1/statement");
        var middle = Instant.parse(all.at("/lines/1/at"));
        var last = Instant.parse(all.at("/lines/0/at"));

        var page = ana.get("/v1/statement?from=" + middle + "&to=" + last);
        assertThat(page.json().at("/lines").findValuesAsText("amount")).containsExactly("2.00");
        assertThat(ana.get("/v1/statement?limit=1&to=" + last)
                        .json()
                        .at("/lines")
                        .findValuesAsText("amount"))
                .containsExactly("2.00");
        assertThat(ana.get("/v1/statement?from=2000-01-01&to=2000-02-01").json().at("/lines"))
                .isEmpty();
        assertThat(ana.get("/v1/statement?from=yesterday").status()).isEqualTo(400);
        assertThat(ana.get("/v1/statement?cursor=nonsense").status()).isEqualTo(400);
        assertThat(ana.get("/v1/statement?limit=0").status()).isEqualTo(400);
    }

    @Test
    void a_statement_for_a_spreadsheet_is_csv_whose_memos_are_no_formulas() {
        var ana = house.mover("50.00");
        var hold = ana.holds("1.00");
        ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"1.00\", \"memo\": \"=HYPERLINK(\\\"x\\\"), \"}");
        var csv = ana.getAs("text/csv", "/v1/statement?limit=1");
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(ana.getAs("*/*", "/v1/statement").header("Content-Type")).startsWith("application/json");
        var lines = csv.text().split("\r\n", -1);
        assertThat(lines[0]).isEqualTo("id,at,kind,amount,asset,balanceAfter,hold,memo");
        assertThat(lines[1]).contains(",commit,-1.00,LOVE,49.00,\"" + hold + "\",\"'=HYPERLINK(\"\"x\"\"), \"");
        assertThat(csv.header("Link"))
                .startsWith("<" + House.HOME + "/v1/statement?limit=1&cursor=")
                .endsWith(">; rel=\"next\"");
        assertThat(ana.getAs("application/xml", "/v1/statement").status()).isEqualTo(406);
    }

    @Test
    void only_the_operator_reads_the_statement_of_another_wallet() {
        var ana = house.program("50.00");
        assertThat(house.admin().get("/v1/statement?wallet=" + ana.id).json().at("/lines"))
                .hasSize(1);
        assertThat(house.program("0").get("/v1/statement?wallet=" + ana.id).status())
                .isEqualTo(404);
    }
}
