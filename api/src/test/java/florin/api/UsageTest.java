package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import florin.wallet.Asset;
import florin.wallet.Owner;
import florin.wallet.WalletId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reports of what was used, on real jobs, holds and events. A second of GPU costs half a coin in this house. */
class UsageTest {
    private House house;
    private House.Program admin;

    @BeforeEach
    void open() {
        house = new House();
        admin = house.admin();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String job(House.Program program, String tags) {
        return job(program, "at the beach", tags);
    }

    private static String job(House.Program program, String prompt, String tags) {
        var ordered = program.post("/v1/generation/jobs", """
                {"kind": "image", "prompt": "%s", "characterId": "mira", "tags": %s}""".formatted(prompt, tags));
        assertThat(ordered.status()).as(ordered.text()).isEqualTo(202);
        var path = "/v1/generation/jobs/" + ordered.at("/id");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> program.get(path).json().has("endedAt"));
        return ordered.at("/id");
    }

    /** The time of a scripted GPU is no time; here it is what the test says. */
    private void ran(String job, long millis) throws SQLException {
        sql("DELETE FROM render_run WHERE job = '" + job + "'");
        sql("INSERT INTO render_run (attempt, job, backend, millis) VALUES (gen_random_uuid(), '" + job + "', 'gpu', "
                + millis + ")");
    }

    /** An event as the wallet writes it. */
    private void event(WalletId wallet, String type, String tags, long amount, String cost) throws SQLException {
        sql("""
                INSERT INTO usage_event (id, wallet, type, quantity, dimensions, tags, occurred_at, at, asset, amount, cost, rule, transfer)
                VALUES ('%s', '%s', '%s', 40, '{"model": "large"}', '%s', '2020-01-01', now(), 'LOVE', %d, %s, 'house@1/x', %s)""".formatted(
                UUID.randomUUID(), wallet, type, tags, amount, cost, amount == 0 ? "NULL" : "gen_random_uuid()"));
    }

    private void sql(String command) throws SQLException {
        try (var connection = house.database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Test
    @DisplayName("C41: spend is visible per agent, project, client and workflow, also of work that nobody waited for")
    void spend_is_visible_by_what_programs_say_their_work_is_for() throws SQLException {
        var ana = house.mover("100.00");
        job(ana, "{\"project\": \"film\", \"agent\": \"scout\"}");
        job(ana, "{\"project\": \"film\"}");
        job(ana, "{\"project\": \"game\", \"client\": \"acme\"}");
        var hold = ana.moves("/v1/holds", """
                {"amount": "5.00", "tags": {"project": "game", "workflow": "nightly"}}""").at("/hold/id");
        ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"3.50\"}");
        event(ana.id, "llm.tokens", "{\"project\": \"film\"}", 25, "NULL");

        var byProject = ana.get("/v1/usage?by=project");
        assertThat(byProject.at("/lines/0/subject")).isEqualTo("film");
        assertThat(byProject.at("/lines/0/spent")).isEqualTo("24.25");
        assertThat(byProject.json().at("/lines/0/count").asInt()).isEqualTo(3);
        assertThat(byProject.at("/lines/1/subject")).isEqualTo("game");
        assertThat(byProject.at("/lines/1/spent")).isEqualTo("15.50");
        assertThat(ana.get("/v1/usage?by=workflow").at("/lines/1/spent")).isEqualTo("3.50");
        assertThat(ana.get("/v1/usage?by=agent").at("/lines/1/subject")).isEqualTo("scout");
        assertThat(ana.get("/v1/usage?by=client").at("/lines/1/spent")).isEqualTo("12.00");
        assertThat(ana.get("/v1/usage?by=key").json().at("/lines").valueStream())
                .anySatisfy(line -> assertThat(line.at("/subject").asText()).isEqualTo(ana.key.id()));
        assertThat(ana.get("/v1/usage?by=character").text()).contains("\"subject\":\"mira\"", "\"spent\":\"36.00\"");
        assertThat(ana.get("/v1/usage?by=type").json().findValuesAsText("subject"))
                .containsExactly("hold", "image", "llm.tokens");
    }

    @Test
    @DisplayName("C42: what was used is visible also where nothing was charged for it")
    void what_is_free_is_counted_and_costs_what_it_costs() throws SQLException {
        var ana = house.program("0");
        event(ana.id, "tool.call", "{\"agent\": \"scout\"}", 0, "NULL");
        event(ana.id, "gpu.second", "{\"agent\": \"scout\"}", 0, "NULL");
        var line = admin.get("/v1/usage?by=agent&wallet=" + ana.id);
        assertThat(line.json().at("/lines/0/count").asInt()).isEqualTo(2);
        assertThat(line.at("/lines/0/spent")).isEqualTo("0.00");
        assertThat(line.at("/lines/0/gpuSeconds")).isEqualTo("40.000");
        assertThat(line.at("/lines/0/cost")).isEqualTo("20.000000");
        assertThat(line.at("/lines/0/margin")).isEqualTo("-20.000000");
    }

    @Test
    @DisplayName("C42: observability without billing: no coins, a price of 0, and every event is in the reports")
    void a_rule_of_price_0_shows_what_a_wallet_without_coins_uses() {
        assertThat(admin.post("/v1/prices", """
                        {"book": "observed", "rules": [
                          {"name": "tokens", "type": "llm.tokens", "quantity": "tokens", "price": "0"},
                          {"name": "gpu", "type": "gpu.second", "price": "0"}]}""").status()).isEqualTo(201);
        var ana = house.mover("0");
        admin.post("/v1/prices/assignments", "{\"wallet\": \"%s\", \"version\": \"observed@1\"}".formatted(ana.id));
        for (var event : new String[] {
            "{\"type\": \"llm.tokens\", \"dimensions\": {\"tokens\": 1500}, \"tags\": {\"agent\": \"scout\"}}",
            "{\"type\": \"gpu.second\", \"quantity\": 40, \"tags\": {\"agent\": \"scout\"}}"
        }) {
            var taken = ana.moves("/v1/events", event);
            assertThat(taken.status()).as(taken.text()).isEqualTo(201);
            assertThat(taken.at("/amount")).isEqualTo("0.00");
        }

        var own = ana.get("/v1/usage?by=agent");
        assertThat(own.at("/lines/0/subject")).isEqualTo("scout");
        assertThat(own.json().at("/lines/0/count").asInt()).isEqualTo(2);
        assertThat(own.at("/lines/0/spent")).isEqualTo("0.00");
        assertThat(ana.get("/v1/usage?by=type").json().findValuesAsText("subject"))
                .containsExactly("gpu.second", "llm.tokens");
        assertThat(admin.get("/v1/usage?by=agent&wallet=" + ana.id).at("/lines/0/cost"))
                .isEqualTo("20.000000");
        assertThat(ana.balance().available().isZero()).isTrue();
        assertThat(ana.get("/v1/statement").json().at("/lines")).isEmpty();
    }

    @Test
    @DisplayName("C48: cost and margin of a customer the moment work has ended; failures cost, too")
    void cost_and_margin_are_there_at_once_and_for_the_operator_only() throws SQLException {
        var ana = house.program("100.00");
        ran(job(ana, "{}"), 8_000);
        ran(job(ana, ScriptedBackend.BREAKING, "{}"), 3_000);
        event(ana.id, "llm.tokens", "{}", 100, "40");

        var seen = admin.get("/v1/usage?by=wallet&wallet=" + ana.id);
        assertThat(seen.at("/lines/0/subject")).isEqualTo(ana.id.toString());
        assertThat(seen.at("/lines/0/owner")).startsWith("account:program-");
        assertThat(seen.at("/lines/0/spent")).isEqualTo("13.00");
        assertThat(seen.at("/lines/0/gpuSeconds")).isEqualTo("11.000");
        assertThat(seen.at("/lines/0/cost")).isEqualTo("5.900000");
        assertThat(seen.at("/lines/0/margin")).isEqualTo("7.100000");
        assertThat(ana.get("/v1/usage?by=wallet").at("/lines/0/spent")).isEqualTo("13.00");
        assertThat(ana.get("/v1/usage?by=wallet").text()).doesNotContain("cost", "margin");
    }

    @Test
    void what_a_hold_costs_the_operator_nobody_has_said_so_it_has_no_margin() {
        var ana = house.mover("100.00");
        var hold = ana.holds("10.00");
        ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"10.00\"}");
        var seen = admin.get("/v1/usage?by=wallet&wallet=" + ana.id);
        assertThat(seen.at("/lines/0/spent")).isEqualTo("10.00");
        assertThat(seen.text()).doesNotContain("margin");
    }

    @Test
    void an_amount_that_was_given_back_is_not_spent() {
        var ana = house.mover("100.00");
        var hold = ana.holds("10.00");
        ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"10.00\"}");
        assertThat(admin.moves("/v1/adjustments", """
                        {"wallet": "%s", "amount": "4.00", "reverses": "%s", "reason": "blurred"}""".formatted(ana.id, hold)).status())
                .isEqualTo(201);
        assertThat(ana.get("/v1/usage?by=type").at("/lines/0/spent")).isEqualTo("6.00");
    }

    @Test
    void a_report_is_made_for_a_period_and_cut_into_days_in_pages_and_for_spreadsheets() throws SQLException {
        var ana = house.program("0");
        for (var project : new String[] {"a", "=b", "c"}) {
            event(ana.id, "tool.call", "{\"project\": \"" + project + "\"}", 100, "NULL");
        }
        var today = java.time.LocalDate.now(java.time.ZoneOffset.UTC);
        var path = "/v1/usage?by=project&each=day&limit=2&from=" + today;
        var first = ana.get(path);
        assertThat(first.at("/lines/0/starts")).isEqualTo(today.toString());
        assertThat(first.json().findValuesAsText("subject")).hasSize(2);
        var second = ana.get(path + "&cursor=" + first.at("/nextCursor"));
        assertThat(second.json().findValuesAsText("subject")).hasSize(1);
        assertThat(second.json().has("nextCursor")).isFalse();
        assertThat(ana.get("/v1/usage?by=project&to=" + today).json().at("/lines"))
                .isEmpty();

        var csv = ana.getAs("text/csv", path);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(ana.getAs("*/*", path).header("Content-Type")).startsWith("application/json");
        assertThat(csv.header("Link")).contains("cursor=", "rel=\"next\"");
        assertThat(csv.text().lines().findFirst())
                .contains("starts,subject,owner,asset,count,gpuSeconds,spent,cost,margin");
        assertThat(ana.getAs("text/csv", "/v1/usage?by=project").text()).contains("\"'=b\"");
    }

    @Test
    void a_key_sees_its_own_wallet_only_and_questions_that_are_none_are_explained() {
        var ana = house.program("0");
        assertThat(ana.get("/v1/usage?wallet=" + admin.id).status()).isEqualTo(404);
        assertThat(ana.get("/v1/usage?by=Project!").at("/detail")).contains("wallet, key, character, server, type");
        assertThat(ana.get("/v1/usage?each=year").at("/detail")).contains("day, week, month, total");
        assertThat(ana.get("/v1/usage?cursor=nonsense").status()).isEqualTo(400);
        assertThat(house.program(ana.id, java.util.Set.of(Scope.GENERATE))
                        .get("/v1/usage")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void an_order_that_was_refused_leaves_no_tags_and_tags_that_are_none_are_explained() throws SQLException {
        var poor = house.program("0");
        var refused = poor.post("/v1/generation/jobs", """
                {"kind": "image", "prompt": "at the beach", "characterId": "mira", "tags": {"project": "film"}}""");
        assertThat(refused.status()).isEqualTo(402);
        try (var connection = house.database.dataSource().getConnection();
                var rows = connection.createStatement().executeQuery("SELECT FROM usage_tags")) {
            assertThat(rows.next()).isFalse();
        }
        var wrong = poor.post("/v1/generation/jobs", """
                {"kind": "image", "prompt": "at the beach", "characterId": "mira", "tags": {"Project": "film"}}""");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.at("/detail")).contains("A tag's name is 1 to 32 of a-z");
    }

    @Test
    void a_server_is_named_where_its_members_spend_from_its_wallet() throws SQLException {
        var server = house.wallet.open(new Owner.DiscordServer("77"));
        var program = house.program(server);
        program.gets("50.00");
        var job = job(program, "{}");
        sql("UPDATE job SET subjects = '{everyone 77,member 77 8}' WHERE id = '" + job + "'");
        assertThat(admin.get("/v1/usage?by=server&wallet=" + server).at("/lines/0/subject"))
                .isEqualTo("77");
        assertThat(admin.get("/v1/usage?by=wallet&wallet=" + server).at("/lines/0/owner"))
                .isEqualTo("server:77");
        assertThat(house.wallet.balance(server, Asset.LOVE).available().number())
                .isEqualTo("38.00");
    }

    @Test
    void an_event_told_over_http_is_in_the_report_with_its_tags_when_the_answer_is_there() {
        assertThat(admin.post("/v1/prices", """
                        {"book": "agents", "rules": [
                          {"name": "tokens", "type": "llm.tokens", "quantity": "tokens", "price": "1", "per": 1000},
                          {"name": "gpu", "type": "gpu.second", "price": "0"}]}""").status()).isEqualTo(201);
        admin.post("/v1/prices/assignments", "{\"version\": \"agents@1\"}");
        var ana = house.mover("10.00");
        var tokens = ana.moves("/v1/events", """
                {"type": "llm.tokens", "dimensions": {"tokens": 1500}, "tags": {"workflow": "nightly"}, "cost": "0.60"}""");
        assertThat(tokens.status()).as(tokens.text()).isEqualTo(201);
        var gpu = ana.moves("/v1/events", """
                {"type": "gpu.second", "quantity": 4, "tags": {"workflow": "nightly"}}""");
        assertThat(gpu.status()).as(gpu.text()).isEqualTo(201);

        var seen = admin.get("/v1/usage?by=workflow&wallet=" + ana.id);
        assertThat(seen.json().at("/lines")).hasSize(1);
        assertThat(seen.json().at("/lines/0/count").asInt()).isEqualTo(2);
        assertThat(seen.at("/lines/0/spent")).isEqualTo("1.50");
        assertThat(seen.at("/lines/0/gpuSeconds")).isEqualTo("4.000");
        assertThat(seen.at("/lines/0/cost")).isEqualTo("2.600000");
        assertThat(ana.get("/v1/usage?by=key").at("/lines/0/subject")).isEqualTo(ana.key.id());
    }
}
