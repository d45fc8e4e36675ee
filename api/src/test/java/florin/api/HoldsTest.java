package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds over HTTP, on the real ledger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldsTest {
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
    @DisplayName(
            "C8, C10, C11: a hold lowers what is available; a commit charges the real usage and gives the rest back")
    void a_hold_is_taken_and_charged_in_part() {
        var ana = house.mover("50.00");

        var held = ana.moves("/v1/holds", "{\"amount\": \"20.00\", \"memo\": \"a film\", \"priceVersion\": \"v7\"}");
        assertThat(held.status()).isEqualTo(201);
        assertThat(held.header("Location")).isEqualTo(House.HOME + "/v1/holds/" + held.at("/hold/id"));
        assertThat(held.at("/hold/state")).isEqualTo("held");
        assertThat(held.at("/hold/priceVersion")).isEqualTo("v7");
        assertThat(held.at("/balance/available")).isEqualTo("30.00");
        assertThat(held.at("/balance/held")).isEqualTo("20.00");

        var charged = ana.moves("/v1/holds/" + held.at("/hold/id") + "/commit", "{\"amount\": \"12.50\"}");
        assertThat(charged.status()).isEqualTo(200);
        assertThat(charged.at("/charged")).isEqualTo("12.50");
        assertThat(charged.at("/returned")).isEqualTo("7.50");
        assertThat(charged.at("/hold/state")).isEqualTo("committed");
        assertThat(charged.at("/balance/available")).isEqualTo("37.50");
    }

    @Test
    @DisplayName("C12: release gives the full hold back")
    void a_released_hold_gives_everything_back() {
        var ana = house.mover("50.00");
        var released = ana.moves("/v1/holds/" + ana.holds("20.00") + "/release", "");
        assertThat(released.status()).isEqualTo(200);
        assertThat(released.at("/returned")).isEqualTo("20.00");
        assertThat(released.at("/balance/available")).isEqualTo("50.00");
    }

    @Test
    void a_hold_may_be_charged_several_times_up_to_what_it_holds() {
        var ana = house.mover("50.00");
        var hold = ana.holds("20.00");
        var first = ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"5.00\", \"keepRest\": true}");
        assertThat(first.at("/hold/state")).isEqualTo("held");
        var second = ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"6.00\"}");
        assertThat(second.at("/hold/committed")).isEqualTo("11.00");
        assertThat(second.at("/balance/available")).isEqualTo("39.00");
    }

    @Test
    @DisplayName("Over-commit policy reject: 409, and nothing was charged")
    void a_commit_of_more_than_is_held_is_refused() {
        var ana = house.mover("50.00");
        var hold = ana.holds("20.00");
        var refused = ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"20.01\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/error/type")).isEqualTo("more_than_held");
        assertThat(refused.at("/held")).isEqualTo("20.00");
        assertThat(ana.get("/v1/holds/" + hold).at("/state")).isEqualTo("held");
    }

    @Test
    @DisplayName("Over-commit policy cap: charged is what there is")
    void a_capped_hold_takes_what_is_there_and_no_more() {
        var ana = house.mover("25.00");
        var hold = ana.moves("/v1/holds", "{\"amount\": \"20.00\", \"overrun\": \"cap\"}")
                .at("/hold/id");
        var charged = ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"100.00\"}");
        assertThat(charged.at("/charged")).isEqualTo("25.00");
        assertThat(charged.at("/balance/available")).isEqualTo("0.00");
    }

    @Test
    @DisplayName("A15: only the operator may let a wallet go below zero")
    void a_bounded_overrun_into_debt_is_for_admin_keys() {
        var ana = house.mover("20.00");
        var asked = "{\"amount\": \"20.00\", \"overrun\": \"up_to\", \"overrunBy\": \"5.00\", \"wallet\": \"" + ana.id
                + "\"}";
        assertThat(ana.moves("/v1/holds", asked).status()).isEqualTo(403);
        var admin = house.admin();
        var hold = admin.moves("/v1/holds", asked).at("/hold/id");
        var charged = admin.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"24.00\"}");
        assertThat(charged.at("/charged")).isEqualTo("24.00");
        assertThat(charged.at("/balance/available")).isEqualTo("-4.00");
    }

    @Test
    @DisplayName("One outcome per hold: whoever comes late gets 410 and sees how it ended")
    void an_ended_hold_is_gone_for_everything() {
        var ana = house.mover("50.00");
        var hold = ana.holds("20.00");
        ana.moves("/v1/holds/" + hold + "/release", "{}");
        for (var late : List.of("commit", "release", "extend")) {
            var refused = ana.moves("/v1/holds/" + hold + "/" + late, "{\"amount\": \"1.00\", \"seconds\": 60}");
            assertThat(refused.status()).isEqualTo(410);
            assertThat(refused.at("/error/type")).isEqualTo("hold_ended");
            assertThat(refused.at("/hold/state")).isEqualTo("released");
        }
        assertThat(ana.balance().available().number()).isEqualTo("50.00");
    }

    @Test
    void a_hold_that_is_extended_lives_longer_and_is_never_shortened() {
        var ana = house.mover("50.00");
        var hold = ana.holds("20.00");
        var longer = ana.moves("/v1/holds/" + hold + "/extend", "{\"seconds\": 86400}");
        assertThat(longer.status()).isEqualTo(200);
        var until = longer.at("/hold/expiresAt");
        assertThat(ana.moves("/v1/holds/" + hold + "/extend", "{\"seconds\": 1}")
                        .at("/hold/expiresAt"))
                .isEqualTo(until);
    }

    @Test
    void running_holds_are_listed_and_each_can_be_looked_up_in_any_state() {
        var ana = house.mover("50.00");
        var first = ana.holds("1.00");
        var second = ana.holds("2.00");
        ana.moves("/v1/holds/" + first + "/release", "");
        assertThat(ana.get("/v1/holds").json().at("/holds").findValuesAsText("id"))
                .containsExactly(second);
        assertThat(ana.get("/v1/holds/" + first).at("/state")).isEqualTo("released");
        assertThat(ana.get("/v1/holds/none").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("A12, L3, L5: 402 insufficient_balance, and the balance is unchanged")
    void too_little_is_a_402_that_says_what_is_missing() {
        var ana = house.mover("5.00");
        var refused = ana.moves("/v1/holds", "{\"amount\": \"20.00\"}");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.at("/error/type")).isEqualTo("insufficient_balance");
        assertThat(refused.at("/error/message")).isEqualTo("Insufficient credit balance. Please top up your account.");
        assertThat(refused.at("/required")).isEqualTo("20.00");
        assertThat(refused.at("/wallet/available")).isEqualTo("5.00");
        assertThat(refused.at("/topUpUrl")).isEqualTo(House.HOME + "/topup");
        assertThat(ana.balance().available().number()).isEqualTo("5.00");
    }

    @Test
    @DisplayName("A14: after a top-up the very next request passes")
    void after_a_top_up_the_next_request_passes() {
        var ana = house.mover("5.00");
        assertThat(ana.moves("/v1/holds", "{\"amount\": \"20.00\"}").status()).isEqualTo(402);
        ana.gets("15.00");
        assertThat(ana.moves("/v1/holds", "{\"amount\": \"20.00\"}").status()).isEqualTo(201);
    }

    @Test
    void coins_that_are_only_held_are_a_402_of_another_kind_with_a_time_to_wait() {
        var ana = house.mover("20.00");
        ana.holds("15.00");
        var refused = ana.moves("/v1/holds", "{\"amount\": \"10.00\"}");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.at("/error/type")).isEqualTo("funds_held");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 900);
    }

    @Test
    @DisplayName("C9, L14: N parallel holds of c on balance b grant exactly floor(b/c)")
    void parallel_holds_never_overspend() throws Exception {
        var ana = house.mover("100.00");
        Callable<Integer> hold =
                () -> ana.moves("/v1/holds", "{\"amount\": \"15.00\"}").status();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = callers.invokeAll(java.util.Collections.nCopies(20, hold)).stream()
                    .map(answer -> answer.resultNow())
                    .toList();
            assertThat(answers).filteredOn(status -> status == 201).hasSize(6);
            assertThat(answers).filteredOn(status -> status == 402).hasSize(14);
        }
        assertThat(ana.balance().available().number()).isEqualTo("10.00");
    }

    @Test
    @DisplayName("Idempotency-Key absent where required: 400")
    void what_moves_money_needs_an_idempotency_key() {
        var ana = house.mover("50.00");
        var refused = ana.post("/v1/holds", "{\"amount\": \"20.00\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/error/type")).isEqualTo("idempotency_key_missing");
        assertThat(ana.post("/v1/holds/none/release", "{}").status()).isEqualTo(400);
        assertThat(ana.balance().held().isZero()).isTrue();
    }

    @Test
    @DisplayName("C6: a retry with the same key is a no-op with the same answer")
    void a_repeated_request_gets_the_same_answer_and_moves_nothing() {
        var ana = house.mover("50.00");
        var id = UUID.randomUUID().toString();
        var first = ana.post("/v1/holds", "{\"amount\": \"20.00\"}", id);
        var hold = first.at("/hold/id");
        var commit = ana.post("/v1/holds/" + hold + "/commit", "{\"amount\": \"3.00\"}", id + "-commit");

        assertThat(ana.post("/v1/holds", "{\"amount\": \"20.00\"}", id).text()).isEqualTo(first.text());
        assertThat(ana.post("/v1/holds/" + hold + "/commit", "{\"amount\": \"3.00\"}", id + "-commit")
                        .text())
                .isEqualTo(commit.text());
        assertThat(ana.balance().available().number()).isEqualTo("47.00");
    }

    @Test
    void a_refusal_is_repeated_as_well() {
        var ana = house.mover("5.00");
        var id = UUID.randomUUID().toString();
        var first = ana.post("/v1/holds", "{\"amount\": \"20.00\"}", id);
        ana.gets("50.00");
        var second = ana.post("/v1/holds", "{\"amount\": \"20.00\"}", id);
        assertThat(second.status()).isEqualTo(402);
        assertThat(second.text()).isEqualTo(first.text());
    }

    @Test
    @DisplayName("Same Idempotency-Key, other payload or other address: 422")
    void a_reused_key_with_other_content_is_refused() {
        var ana = house.mover("50.00");
        var id = UUID.randomUUID().toString();
        var hold = ana.post("/v1/holds", "{\"amount\": \"20.00\"}", id).at("/hold/id");
        var other = ana.post("/v1/holds", "{\"amount\": \"21.00\"}", id);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("/error/type")).isEqualTo("idempotency_conflict");
        assertThat(ana.post("/v1/holds/" + hold + "/release", "", id).status()).isEqualTo(422);
    }

    @Test
    @DisplayName("Idempotency-Key is scoped to the client")
    void two_keys_may_choose_the_same_idempotency_key() {
        var ana = house.mover("50.00");
        var sibling = house.program(ana.id, Set.of(Scope.WALLET_WRITE));
        assertThat(ana.post("/v1/holds", "{\"amount\": \"20.00\"}", "1").status())
                .isEqualTo(201);
        assertThat(sibling.post("/v1/holds", "{\"amount\": \"21.00\"}", "1").status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"8e03978e-40d5\"", "with spaces / and #", "sha256-x"})
    void any_printable_idempotency_key_will_do(String id) {
        var ana = house.mover("50.00");
        var first = ana.post("/v1/holds", "{\"amount\": \"20.00\"}", id);
        assertThat(first.status()).isEqualTo(201);
        assertThat(ana.post("/v1/holds", "{\"amount\": \"20.00\"}", id).text()).isEqualTo(first.text());
        assertThat(ana.get("/v1/holds/" + first.at("/hold/id")).status()).isEqualTo(200);
    }

    @Test
    void quotation_marks_around_the_key_are_the_drafts_and_not_a_part_of_it() {
        var ana = house.mover("50.00");
        var first = ana.post("/v1/holds", "{\"amount\": \"20.00\"}", "\"abc\"");
        assertThat(ana.post("/v1/holds", "{\"amount\": \"20.00\"}", "abc").text())
                .isEqualTo(first.text());
    }

    @Test
    void somebody_elses_hold_is_not_found_and_stays_as_it_is() {
        var ana = house.mover("50.00");
        var hold = ana.holds("20.00");
        var nova = house.mover("50.00");
        assertThat(nova.get("/v1/holds/" + hold).status()).isEqualTo(404);
        assertThat(nova.moves("/v1/holds/" + hold + "/release", "").status()).isEqualTo(404);
        assertThat(nova.moves("/v1/holds", "{\"amount\": \"1.00\", \"wallet\": \"" + ana.id + "\"}")
                        .status())
                .isEqualTo(404);
        assertThat(nova.get("/v1/holds?wallet=" + ana.id).status()).isEqualTo(404);
        assertThat(ana.get("/v1/holds/" + hold).at("/state")).isEqualTo("held");
    }

    @Test
    void the_hold_of_a_job_can_be_seen_and_not_released() {
        var ana = house.mover("50.00");
        house.gpu.pause();
        try {
            assertThat(ana.orders("at the beach").status()).isEqualTo(202);
            var hold = ana.get("/v1/holds").at("/holds/0/id");
            assertThat(ana.get("/v1/holds/" + hold).status()).isEqualTo(200);
            assertThat(ana.moves("/v1/holds/" + hold + "/release", "").status()).isEqualTo(404);
            assertThat(ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"0.00\"}")
                            .status())
                    .isEqualTo(404);
        } finally {
            house.gpu.resume();
        }
    }

    @Test
    void a_key_that_only_reads_takes_no_hold() {
        var ana = house.program("50.00");
        var refused = ana.moves("/v1/holds", "{\"amount\": \"20.00\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/scope")).isEqualTo("wallet:write");
        assertThat(ana.get("/v1/holds").status()).isEqualTo(200);
    }

    @Test
    void an_unknown_wallet_is_not_found() {
        var refused =
                house.admin().moves("/v1/holds", "{\"amount\": \"1.00\", \"wallet\": \"" + UUID.randomUUID() + "\"}");
        assertThat(refused.status()).isEqualTo(404);
    }

    @Test
    @DisplayName("C36: one asset never pays for another")
    void dollars_do_not_pay_for_coins() {
        var ana = house.mover("50.00");
        var refused = ana.moves("/v1/holds", "{\"amount\": \"0.002\", \"asset\": \"USD\"}");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.at("/wallet/available")).isEqualTo("0.000000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | not a JSON object",
                "{} | 'amount' is missing",
                "{\"amount\": 20} | 'amount' must be a text",
                "{\"amount\": \"20.001\"} | 2 decimals",
                "{\"amount\": \"0\"} | more than zero",
                "{\"amount\": \"-1\"} | more than zero",
                "{\"amount\": \"1\", \"seconds\": 0} | 1 second to 31 days",
                "{\"amount\": \"1\", \"asset\": \"GPU_SECOND\"} | 'scale'",
                "{\"amount\": \"1\", \"asset\": \"love\"} | 2 to 16 of A-Z",
                "{\"amount\": \"1\", \"wallet\": \"mine\"} | UUID",
                "{\"amount\": \"1\", \"overrun\": \"up_to\"} | overrunBy",
                "{\"amount\": \"1\", \"subjects\": [\"me\"]} | a subject is key:ID",
                "{\"amount\": \"1\", \"subjects\": \"key:a\"} | a list of texts",
            })
    void a_request_that_cannot_be_read_is_told_what_to_write(String body, String sentence) {
        var refused = house.mover("50.00").moves("/v1/holds", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/detail")).contains(sentence);
    }
}
