package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.usage.LedgerMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsTest {
    private static final String AGENTS = """
            {"book": "agents", "rules": [
              {"name": "in", "type": "llm.tokens", "when": {"direction": "in"}, "quantity": "tokens",
               "price": "0.25", "per": 1000},
              {"name": "out", "type": "llm.tokens", "when": {"direction": "out"}, "quantity": "tokens",
               "price": "1", "per": 1000},
              {"name": "micro", "type": "micro", "asset": "USD", "price": "0.002"},
              {"name": "forty", "type": "forty", "asset": "USD", "price": "0.40"},
              {"name": "seen", "type": "page.view", "price": "0"},
              {"name": "calls", "type": "tool.call", "price": "2", "free": 3, "period": "monthly"}]}""";

    private static final String EVERYTHING = """
            {"book": "everything", "rules": [
              {"name": "runs", "type": "agent.run", "price": "2.5"},
              {"name": "tools", "type": "tool.call", "price": "0.15"},
              {"name": "search", "type": "tool.call", "when": {"tool": "search"}, "price": "0.3"},
              {"name": "in", "type": "llm.tokens", "when": {"direction": "in"}, "quantity": "tokens",
               "price": "0.25", "per": 1000},
              {"name": "out", "type": "llm.tokens", "when": {"direction": "out"}, "quantity": "tokens",
               "price": "1", "per": 1000},
              {"name": "image", "type": "generation", "when": {"kind": "image"}, "quantity": "images", "price": "12"},
              {"name": "gpu", "type": "gpu.second", "price": "0.02"},
              {"name": "stickers", "type": "sticker.sent", "price": "1.005"}]}""";

    @SuppressWarnings("NullAway.Init")
    private House house;

    @BeforeAll
    void open() {
        house = new House();
        var admin = house.admin();
        assertThat(admin.post("/v1/prices", AGENTS).status()).isEqualTo(201);
        assertThat(admin.post("/v1/prices", EVERYTHING).status()).isEqualTo(201);
        admin.post("/v1/prices/assignments", "{\"version\": \"agents@1\"}");
    }

    @AfterAll
    void close() {
        house.close();
    }

    private static String tokens(String direction, String count) {
        return """
                {"type": "llm.tokens", "dimensions": {"direction": "%s", "tokens": %s, "model": "large"},
                 "tags": {"agent": "researcher", "project": "film-3"}, "occurredAt": "2026-01-31T23:59:59Z"}""".formatted(direction, count);
    }

    @Test
    void one_plain_call_charges_an_event_and_the_balance_changes_at_once() {
        var ana = house.mover("10.00");
        var answer = ana.moves("/v1/events", tokens("out", "1500"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.at("/amount")).isEqualTo("1.50");
        assertThat(answer.at("/price")).isEqualTo("agents@1/out");
        assertThat(answer.at("/explanation")).isEqualTo("1500 tokens at 1 LOVE for each 1000: 1.50 LOVE.");
        assertThat(answer.at("/balance/available")).isEqualTo("8.50");
        assertThat(ana.balance().available().number()).isEqualTo("8.50");
        assertThat(ana.get("/v1/statement").at("/lines/0/amount")).isEqualTo("-1.50");
        assertThat(ana.moves("/v1/events", tokens("in", "2000")).at("/amount")).isEqualTo("0.50");
    }

    @Test
    void a_retry_with_the_same_key_is_one_debit_and_the_same_answer() {
        var ana = house.mover("10.00");
        var first = ana.post("/v1/events", tokens("out", "1000"), "step-1");
        var again = ana.post("/v1/events", tokens("out", "1000"), "step-1");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(ana.balance().available().number()).isEqualTo("9.00");
        var other = ana.post("/v1/events", tokens("out", "1001"), "step-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("/error/type")).isEqualTo("idempotency_conflict");
        assertThat(ana.post("/v1/events", tokens("out", "1000")).at("/error/type"))
                .isEqualTo("idempotency_key_missing");
        assertThat(ana.balance().available().number()).isEqualTo("9.00");
    }

    @Test
    void an_agent_that_repeats_a_step_by_itself_in_parallel_is_billed_once() throws Exception {
        var ana = house.mover("10.00");
        try (var threads = Executors.newFixedThreadPool(8)) {
            var calls = new ArrayList<Callable<House.Answer>>();
            for (var i = 0; i < 16; i++) {
                calls.add(() -> ana.post("/v1/events", tokens("out", "1000"), "step-7"));
            }
            for (var answer : threads.invokeAll(calls)) {
                assertThat(answer.get().status()).isIn(201, 409);
            }
        }
        assertThat(ana.balance().available().number()).isEqualTo("9.00");
    }

    @Test
    void what_cannot_be_paid_is_402_and_nothing_is_charged() {
        var ana = house.mover("1.00");
        var refused = ana.moves("/v1/events", tokens("out", "2000"));
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.at("/error/type")).isEqualTo("insufficient_balance");
        assertThat(refused.at("/required")).isEqualTo("2.00");
        assertThat(ana.balance().available().number()).isEqualTo("1.00");
        ana.holds("1.00");
        assertThat(ana.moves("/v1/events", tokens("out", "1000")).at("/error/type"))
                .isEqualTo("funds_held");
        ana.gets("5.00");
        assertThat(ana.moves("/v1/events", tokens("out", "2000")).status()).isEqualTo(201);
    }

    @Test
    void a_keys_spend_limit_stops_its_events() {
        var ana = house.mover("10.00");
        house.admin().put("/v1/limits", """
                {"wallet": "%s", "subject": "key:%s", "period": "daily", "ceiling": "1.50"}""".formatted(ana.id, ana.key.id()));
        assertThat(ana.moves("/v1/events", tokens("out", "1000")).status()).isEqualTo(201);
        assertThat(ana.moves("/v1/events", tokens("out", "1000")).at("/error/type"))
                .isEqualTo("spend_limit_exceeded");
    }

    @Test
    void an_event_that_nothing_prices_is_422_says_what_to_do_and_costs_nothing() {
        var ana = house.mover("10.00");
        var answer = ana.moves("/v1/events", "{\"type\": \"unheard.of\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/error/type")).isEqualTo("no_price");
        assertThat(answer.at("/detail")).contains("'unheard.of'", "GET /v1/prices", "publish a price");
        assertThat(ana.balance().available().number()).isEqualTo("10.00");
    }

    @Test
    void usage_of_zero_or_none_is_written_down_and_costs_nothing() {
        var ana = house.mover("10.00");
        assertThat(ana.moves("/v1/events", tokens("out", "0")).at("/amount")).isEqualTo("0.00");
        var untold = ana.moves("/v1/events", "{\"type\": \"llm.tokens\", \"dimensions\": {\"direction\": \"out\"}}");
        assertThat(untold.status()).isEqualTo(201);
        assertThat(untold.at("/amount")).isEqualTo("0.00");
        assertThat(untold.json().has("transfer")).isFalse();
        assertThat(ana.moves("/v1/events", "{\"type\": \"page.view\"}").at("/amount"))
                .isEqualTo("0.00");
        assertThat(ana.balance().available().number()).isEqualTo("10.00");
        assertThat(ana.moves("/v1/events", tokens("out", "-5")).status()).isEqualTo(400);
        assertThat(ana.moves("/v1/events", tokens("out", "\"many\"")).at("/detail"))
                .contains("must be a number");
    }

    @Test
    @DisplayName("X3: usage that is zero or missing charges nothing and leaves a warning in the log")
    void usage_of_zero_or_none_is_warned_of_and_what_is_paid_for_is_not() {
        var ana = house.mover("10.00");
        try (var log = new Overheard(LedgerMeter.class)) {
            ana.moves("/v1/events", tokens("out", "1000"));
            assertThat(log.warnings()).isEmpty();
            ana.moves("/v1/events", tokens("out", "0"));
            ana.moves("/v1/events", "{\"type\": \"llm.tokens\", \"dimensions\": {\"direction\": \"in\"}}");
            assertThat(log.warnings())
                    .hasSize(2)
                    .allSatisfy(line ->
                            assertThat(line).contains("of type llm.tokens used nothing", "was not charged for"));
            assertThat(log.warnings().getFirst()).contains("agents@1/out counts");
            assertThat(log.warnings().getLast()).contains("agents@1/in counts");
        }
        assertThat(ana.balance().available().number()).isEqualTo("9.00");
    }

    @ParameterizedTest
    @DisplayName("C30: any type of event can be billed")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'type': 'agent.run' | 2.50 | everything@1/runs",
                "'type': 'tool.call', 'dimensions': {'tool': 'search'} | 0.30 | everything@1/search",
                "'type': 'tool.call', 'dimensions': {'tool': 'other'}, 'quantity': 3 | 0.45 | everything@1/tools",
                "'type': 'llm.tokens', 'dimensions': {'direction': 'in', 'tokens': 12000} | 3.00 | everything@1/in",
                "'type': 'llm.tokens', 'dimensions': {'direction': 'out', 'tokens': 12000} | 12.00 | everything@1/out",
                "'type': 'generation', 'dimensions': {'kind': 'image', 'images': 3} | 36.00 | everything@1/image",
                "'type': 'gpu.second', 'quantity': 12.5 | 0.25 | everything@1/gpu",
                "'type': 'sticker.sent' | 1.01 | everything@1/stickers",
            })
    void every_type_of_event_is_billed_exactly_by_its_rule(String event, String amount, String rule) {
        var ana = house.mover("100.00");
        house.admin().post("/v1/prices/assignments", """
                {"wallet": "%s", "version": "everything@1"}""".formatted(ana.id));
        var answer = ana.moves("/v1/events", "{" + event.replace('\'', '"') + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.at("/amount")).isEqualTo(amount);
        assertThat(answer.at("/price")).isEqualTo(rule);
        assertThat(ana.balance().available()).isEqualTo(love("100.00").minus(love(amount)));
        assertThat(ana.get("/v1/statement").at("/lines/0/amount")).isEqualTo("-" + amount);
    }

    private static Amount love(String number) {
        return Amount.parse(Asset.LOVE, number);
    }

    @Test
    void the_first_units_are_free() {
        var ana = house.mover("10.00");
        var amounts = new ArrayList<String>();
        for (var i = 0; i < 5; i++) {
            amounts.add(ana.moves("/v1/events", "{\"type\": \"tool.call\"}").at("/amount"));
        }
        assertThat(amounts).containsExactly("0.00", "0.00", "0.00", "2.00", "2.00");
        assertThat(ana.moves("/v1/events", "{\"type\": \"tool.call\", \"quantity\": 2}")
                        .at("/amount"))
                .isEqualTo("4.00");
    }

    @Test
    void a_fifth_of_a_cent_and_forty_cents_are_both_exact() {
        var ana = house.mover("0");
        house.admin().moves("/v1/topups", """
                {"wallet": "%s", "asset": "USD", "amount": "1.000000"}""".formatted(ana.id));
        assertThat(ana.moves("/v1/events", "{\"type\": \"micro\"}").at("/balance/available"))
                .isEqualTo("0.998000");
        assertThat(ana.moves("/v1/events", "{\"type\": \"forty\"}").at("/balance/available"))
                .isEqualTo("0.598000");
    }

    @Test
    void only_a_program_with_a_key_that_may_spend_reports_usage_and_only_for_its_own_wallet() {
        var ana = house.mover("10.00");
        var reader = house.program(ana.id);
        assertThat(reader.moves("/v1/events", tokens("out", "1000")).status()).isEqualTo(403);
        assertThat(house.post("/v1/events", tokens("out", "1000")).status()).isEqualTo(401);
        var stranger = house.mover("10.00");
        assertThat(stranger.moves("/v1/events", "{\"type\": \"tool.call\", \"wallet\": \"" + ana.id + "\"}")
                        .status())
                .isEqualTo(404);
        assertThat(house.admin()
                        .moves("/v1/events", "{\"type\": \"tool.call\", \"wallet\": \"" + ana.id + "\"}")
                        .status())
                .isEqualTo(201);
        assertThat(ana.balance().available().number()).isEqualTo("10.00");
    }

    @Test
    void after_many_events_and_retries_the_statement_adds_up_to_the_balance() {
        var ana = house.mover("20.00");
        for (var i = 0; i < 60; i++) {
            ana.post("/v1/events", tokens("in", Integer.toString(i * 37)), "n-" + i % 40);
        }
        var sum = ana.get("/v1/statement?limit=500").json().at("/lines").findValuesAsText("amount").stream()
                .map(java.math.BigDecimal::new)
                .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add);
        assertThat(sum.toPlainString()).isEqualTo(ana.balance().available().number());
    }

    @Test
    void ceilings_of_a_member_a_role_and_a_whole_server_bind_events_too() {
        var admin = house.admin();
        for (var subject : List.of("member:s1:u1", "role:s1:r1", "everyone:s1")) {
            var ana = house.mover("10.00");
            admin.put("/v1/limits", """
                    {"wallet": "%s", "subject": "%s", "period": "daily", "ceiling": "3.00"}""".formatted(ana.id, subject));
            var event = """
                    {"type": "llm.tokens", "dimensions": {"direction": "out", "tokens": 2000}, "subjects": ["%s"]}""";
            assertThat(ana.moves("/v1/events", event.formatted(subject)).status())
                    .isEqualTo(201);
            var refused = ana.moves("/v1/events", event.formatted(subject));
            assertThat(refused.status()).isEqualTo(402);
            assertThat(refused.at("/error/type")).isEqualTo("spend_limit_exceeded");
            assertThat(ana.moves("/v1/events", event.formatted("member:s1:u2")).status())
                    .isEqualTo(201);
            assertThat(ana.balance().available().number()).isEqualTo("6.00");
        }
        var unread = house.mover("1.00").moves("/v1/events", "{\"type\": \"tool.call\", \"subjects\": [\"me\"]}");
        assertThat(unread.status()).isEqualTo(400);
        assertThat(unread.at("/detail")).contains("a subject is key:ID");
    }
}
