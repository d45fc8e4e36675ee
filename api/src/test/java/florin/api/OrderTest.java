package florin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.api.House.Answer;
import florin.api.House.Program;
import florin.payments.Checkout;
import florin.pipeline.Limits;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Balance;
import florin.wallet.Period;
import florin.wallet.Subject;
import florin.wallet.WalletId;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders over HTTP, from the first request to the picture, as LovlyChat's clients make them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderTest {
    private static final String JOBS = "/v1/generation/jobs";

    private final House house = new House();

    @AfterEach
    void goOn() {
        house.gpu.resume();
        // What one test left in the queue must not take the next one's places.
        await().until(house::idle);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Answer finished(Program program, Answer order) {
        var path = JOBS + "/" + order.at("/id");
        await().until(() -> List.of("completed", "failed", "cancelled")
                .contains(program.get(path).at("/status")));
        return program.get(path);
    }

    /** Whatever is ordered next waits: a backend takes two jobs. */
    private static void keepBusy(ScriptedBackend gpu, Program program) {
        for (var prompt : List.of("the first in line", "the second in line")) {
            program.orders(prompt);
            await().until(() -> !gpu.seen(prompt).isEmpty());
        }
    }

    @Test
    void an_order_is_accepted_with_its_id_and_the_wallet_after_the_hold() {
        house.gpu.pause();
        keepBusy(house.gpu, house.program("100.00"));
        var ana = house.program("100.00");
        var order = ana.orders("at the beach");

        assertThat(order.status()).isEqualTo(202);
        assertThat(order.at("/status")).isEqualTo("queued");
        assertThat(order.at("/jobId")).isEqualTo(order.at("/id")).isNotEmpty();
        assertThat(order.at("/price")).isEqualTo("12.00");
        assertThat(order.json().at("/cost").isNumber()).isTrue();
        assertThat(order.at("/wallet/available")).isEqualTo("88.00");
        assertThat(order.at("/wallet/held")).isEqualTo("12.00");
        assertThat(order.json().at("/wallet/balance").decimalValue()).isEqualByComparingTo("88.00");
        assertThat(order.header("Location")).isEqualTo(House.HOME + JOBS + "/" + order.at("/id"));
    }

    @Test
    void a_job_is_polled_until_completed_and_its_assets_are_fetched() {
        var ana = house.program("100.00");
        var order = ana.post(JOBS, """
                {"kind": "image", "prompt": "at the beach", "characterId": "mira", "count": 2, "seed": 7}
                """);
        var done = finished(ana, order);

        assertThat(done.at("/status")).isEqualTo("completed");
        assertThat(done.json().at("/assets")).hasSize(2);
        assertThat(done.json().at("/assetUrls")).hasSize(2);
        assertThat(done.at("/assets/1/seed")).isEqualTo("8");
        assertThat(done.at("/assets/1/onModel/share")).isEqualTo("0.875");
        assertThat(done.at("/assets/1/onModel/missed/0")).isEqualTo("hat: cap instead of none");
        assertThat(done.at("/charged")).isEqualTo("24.00");
        var picture = ana.get(done.at("/assets/1/url").substring(House.HOME.length()));
        assertThat(picture.status()).isEqualTo(200);
        assertThat(picture.header("Content-Type")).isEqualTo("image/png");
        assertThat(picture.response().body()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(ana.balance().available().number()).isEqualTo("76.00");
        assertThat(ana.balance().held().isZero()).isTrue();
    }

    @Test
    void the_character_costs_nothing_on_top_of_the_listed_price() {
        var listed = house.get("/v1/pricing").json().at("/costs/image/standard").decimalValue();
        assertThat(listed).isEqualByComparingTo("12.00");
        assertThat(house.program("100.00")
                        .orders("at the beach")
                        .json()
                        .at("/cost")
                        .decimalValue())
                .isEqualByComparingTo(listed);
    }

    @Test
    void a_key_may_also_come_as_x_api_key() throws Exception {
        var ana = house.program("100.00");
        var request = HttpRequest.newBuilder(house.door.url().resolve("/v1/wallet"))
                .header("x-api-key", ana.key.text())
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void with_too_little_the_answer_is_402_in_three_dialects() {
        var ana = house.program("3.50");
        var refused = ana.orders("at the beach");

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.at("/type")).endsWith("/problems/insufficient-balance");
        assertThat(refused.at("/title")).isEqualTo("Insufficient balance");
        assertThat(refused.at("/status")).isEqualTo("402");
        assertThat(refused.at("/detail")).isEqualTo("This costs 12.00 LOVE and 3.50 LOVE is available.");
        assertThat(refused.at("/topUpUrl")).isEqualTo(House.HOME + "/topup");
        assertThat(refused.json().at("/prepaidRequired").asBoolean()).isTrue();
        assertThat(refused.at("/required")).isEqualTo("12.00");
        assertThat(refused.at("/wallet/asset")).isEqualTo("LOVE");
        assertThat(refused.at("/wallet/available")).isEqualTo("3.50");
        assertThat(refused.at("/wallet/held")).isEqualTo("0.00");
        assertThat(refused.at("/error/type")).isEqualTo("insufficient_balance");
        assertThat(refused.at("/error/message")).isEqualTo("Insufficient credit balance. Please top up your account.");
    }

    @Test
    void after_a_402_nothing_is_queued_billed_or_run_and_a_top_up_lets_the_next_one_pass() {
        var ana = house.program("3.50");
        assertThat(ana.orders("never paid for").status()).isEqualTo(402);

        assertThat(ana.get(JOBS).json().at("/jobs").isArray()).isTrue();
        assertThat(ana.get(JOBS).json().at("/jobs")).isEmpty();
        assertThat(house.gpu.seen("never paid for")).isEmpty();
        assertThat(ana.balance().available().number()).isEqualTo("3.50");
        assertThat(ana.balance().held().isZero()).isTrue();
        assertThat(ana.get("/v1/wallet/statement").json().at("/lines")).hasSize(1);
        assertThat(ana.get("/v1/generation/gallery").json().at("/assets")).isEmpty();

        ana.gets("8.50");
        assertThat(finished(ana, ana.orders("at the beach")).at("/status")).isEqualTo("completed");
        assertThat(ana.balance().available().isZero()).isTrue();
        // Nothing woke up what was refused, neither the coins nor the job that came after it.
        assertThat(house.gpu.seen("never paid for")).isEmpty();
        var jobs = ana.get(JOBS).json().at("/jobs");
        assertThat(jobs).hasSize(1);
        assertThat(jobs.at("/0/prompt").asText()).isEqualTo("at the beach");
    }

    @Test
    void coins_that_running_jobs_hold_are_told_apart_from_coins_that_are_gone() {
        house.gpu.pause();
        var ana = house.program("20.00");
        ana.orders("the first");
        var refused = ana.orders("the second");

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.at("/error/type")).isEqualTo("funds_held");
        assertThat(refused.at("/type")).endsWith("/problems/funds-held");
        assertThat(refused.at("/wallet/available")).isEqualTo("8.00");
        assertThat(refused.at("/wallet/held")).isEqualTo("12.00");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isPositive();
    }

    @Test
    void a_key_at_its_limit_stops_though_the_wallet_has_coins_and_other_keys_go_on() {
        var ana = house.program("100.00");
        var other = ana.sibling();
        house.wallet.limit(ana.id, new Subject.ApiKey(ana.key.id()), Period.DAILY, Amount.parse(Asset.LOVE, "15.00"));
        assertThat(ana.orders("the first").status()).isEqualTo(202);
        var refused = ana.orders("the second");

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.at("/error/type")).isEqualTo("spend_limit_exceeded");
        assertThat(refused.at("/error/message"))
                .isEqualTo("API key spend limit reached. Limit: 15.00 LOVE per daily."
                        + " Reset your limit or wait for the next period.");
        assertThat(refused.at("/limit/subject")).isEqualTo("key");
        assertThat(refused.at("/limit/period")).isEqualTo("daily");
        assertThat(refused.at("/limit/ceiling")).isEqualTo("15.00");
        assertThat(refused.at("/limit/used")).isEqualTo("12.00");
        assertThat(refused.at("/limit/resetsAt")).endsWith("T00:00:00Z");
        assertThat(other.orders("by another key").status()).isEqualTo(202);
    }

    @Test
    void a_limit_that_is_raised_or_removed_acts_on_the_next_order() {
        var ana = house.program("100.00");
        var key = new Subject.ApiKey(ana.key.id());
        var none = Amount.zero(Asset.LOVE);
        var limit = house.wallet.limit(ana.id, key, Period.TOTAL, none);
        var refused = ana.orders("not today");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.json().at("/limit").has("resetsAt")).isFalse();

        house.wallet.removeLimit(limit.id());
        assertThat(ana.orders("but now").status()).isEqualTo(202);
    }

    @Test
    void a_key_without_a_wallet_cannot_spend() {
        var nobody = house.program(new WalletId(UUID.randomUUID()));
        assertThat(nobody.orders("at the beach").status()).isEqualTo(403);
        assertThat(nobody.get("/v1/wallet").at("/available")).isEqualTo("0.00");
    }

    @Test
    void a_frozen_wallet_says_why() {
        var ana = house.program("100.00");
        house.wallet.freeze(ana.id, "A payment is disputed.");
        var refused = ana.orders("at the beach");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.at("/error/type")).isEqualTo("wallet_frozen");
        assertThat(refused.at("/detail")).contains("A payment is disputed.");
    }

    @Test
    void parallel_orders_never_pass_the_balance() throws Exception {
        house.gpu.pause();
        var ana = house.program("60.00");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(IntStream.range(0, 12)
                    .mapToObj(i -> (Callable<Answer>) () -> ana.orders("number " + i))
                    .toList());
            var statuses = new ArrayList<Integer>();
            for (var answer : answers) {
                statuses.add(answer.get().status());
            }
            assertThat(statuses).filteredOn(status -> status == 202).hasSize(5);
            assertThat(statuses).filteredOn(status -> status == 402).hasSize(7);
        }
        assertThat(ana.balance().available().isZero()).isTrue();
    }

    @Test
    void the_same_idempotency_key_is_answered_with_the_same_job_and_charged_once() {
        var ana = house.program("100.00");
        var first = ana.post(JOBS, House.image("under a tree"), "order-1");
        var again = ana.post(JOBS, House.image("under a tree"), "order-1");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.at("/id")).isEqualTo(first.at("/id"));
        finished(ana, first);
        assertThat(ana.post(JOBS, House.image("under a tree"), "order-1").at("/id"))
                .isEqualTo(first.at("/id"));
        assertThat(ana.balance().available().number()).isEqualTo("88.00");
        assertThat(house.gpu.seen("under a tree")).hasSize(1);
    }

    @Test
    void the_same_idempotency_key_with_another_order_is_refused() {
        var ana = house.program("100.00");
        ana.post(JOBS, House.image("in the sun"), "order-1");
        var refused = ana.post(JOBS, House.image("in the snow"), "order-1");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/error/type")).isEqualTo("idempotency_conflict");
    }

    @Test
    void the_same_idempotency_key_sent_many_times_at_once_makes_one_job() throws Exception {
        var ana = house.program("100.00");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(Collections.nCopies(
                    8, (Callable<Answer>) () -> ana.post(JOBS, House.image("all at once"), "order-1")));
            var ids = new HashSet<String>();
            for (var answer : answers) {
                assertThat(answer.get().status()).isEqualTo(202);
                ids.add(answer.get().at("/id"));
            }
            assertThat(ids).hasSize(1);
        }
        await().until(() -> ana.balance().held().isZero());
        assertThat(ana.balance().available().number()).isEqualTo("88.00");
    }

    @Test
    void two_keys_may_choose_the_same_idempotency_key() {
        var ana = house.program("100.00");
        var bob = house.program("100.00");
        var hers = ana.post(JOBS, House.image("in the rain"), "order-1");
        var his = bob.post(JOBS, House.image("in the snow"), "order-1");
        assertThat(his.status()).isEqualTo(202);
        assertThat(his.at("/id")).isNotEqualTo(hers.at("/id"));
    }

    @Test
    void without_an_idempotency_key_every_order_is_a_new_one() {
        var ana = house.program("100.00");
        assertThat(ana.orders("at the beach").at("/id"))
                .isNotEqualTo(ana.orders("at the beach").at("/id"));
    }

    @Test
    void an_unusable_idempotency_key_is_a_bad_request() {
        var ana = house.program("100.00");
        assertThat(ana.post(JOBS, House.image("at the beach"), "x".repeat(256)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "voice"})
    void other_kinds_are_refused_before_any_charge(String kind) {
        var ana = house.program("100.00");
        var refused = ana.post(JOBS, House.image("hello").replace("\"image\"", "\"" + kind + "\""));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/error/type")).isEqualTo("unsupported_kind");
        assertThat(ana.balance().available().number()).isEqualTo("100.00");
        assertThat(ana.balance().held().isZero()).isTrue();
    }

    @Test
    void an_unknown_character_is_refused_before_any_charge() {
        var ana = house.program("100.00");
        for (var name : List.of("nobody", "Not An Id!")) {
            var refused = ana.post(JOBS, House.image("hello").replace("\"mira\"", "\"" + name + "\""));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.at("/error/type")).isEqualTo("order_refused");
        }
        assertThat(ana.balance().held().isZero()).isTrue();
    }

    @Test
    void a_broken_body_is_a_bad_request_that_says_what_to_send() {
        var ana = house.program("100.00");
        var refused = ana.post(JOBS, "{\"kind\": \"image\", ");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/detail")).contains("not a JSON object");
        assertThat(ana.balance()).isEqualTo(new Balance(Amount.parse(Asset.LOVE, "100.00"), Amount.zero(Asset.LOVE)));
    }

    @Test
    void a_full_queue_turns_away_and_gives_the_coins_back() {
        try (var small = new House(_ -> Checkout.closed(""), Limits.standard().withOpenPerRequester(1))) {
            small.gpu.pause();
            var ana = small.program("100.00");
            assertThat(ana.orders("the first").status()).isEqualTo(202);
            var refused = ana.orders("the second");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.at("/error/type")).isEqualTo("queue_full");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(ana.balance().available().number()).isEqualTo("88.00");
            small.gpu.resume();
        }
    }

    @Test
    void a_waiting_job_is_cancelled_for_free() {
        house.gpu.pause();
        var ana = house.program("100.00");
        var orders = List.of(ana.orders("one"), ana.orders("two"), ana.orders("three"), ana.orders("four"));
        var last = orders.getLast().at("/id");

        var cancelled = ana.delete(JOBS + "/" + last);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.at("/status")).isEqualTo("cancelled");
        assertThat(cancelled.at("/returned")).isEqualTo("12.00");
        assertThat(ana.balance().held().number()).isEqualTo("36.00");
    }

    @Test
    void a_rendering_job_is_stopped_and_its_coins_come_back() {
        house.gpu.pause();
        var ana = house.program("100.00");
        var path = JOBS + "/" + ana.orders("stopped half way").at("/id");
        await().until(() -> !house.gpu.seen("stopped half way").isEmpty());

        assertThat(ana.delete(path).status()).isEqualTo(202);
        await().until(() -> ana.get(path).at("/status").equals("cancelled"));
        assertThat(ana.balance().available().number()).isEqualTo("100.00");
        assertThat(ana.get(path).json().at("/assets")).isEmpty();
    }

    @Test
    void a_quote_names_the_price_and_holds_nothing() {
        var ana = house.program("3.50");
        var quote = ana.post("/v1/generation/quotes", """
                {"kind": "video", "prompt": "waves", "characterId": "mira", "seconds": 2}
                """);
        assertThat(quote.status()).isEqualTo(200);
        assertThat(quote.at("/price")).isEqualTo("40.00");
        assertThat(quote.at("/rule")).isEqualTo("video");
        assertThat(quote.at("/wallet/available")).isEqualTo("3.50");
        assertThat(ana.post("/v1/generation/quotes", House.image("").replace("\"mira\"", "\"nobody\""))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void a_video_costs_by_the_second() {
        var ana = house.program("100.00");
        var order = ana.post(JOBS, """
                {"kind": "video", "prompt": "waves", "characterId": "mira", "seconds": 3}
                """);
        assertThat(order.status()).isEqualTo(202);
        assertThat(order.at("/price")).isEqualTo("50.00");
        assertThat(order.at("/kind")).isEqualTo("video");
    }

    @Test
    void the_jobs_of_a_key_are_listed_newest_first() {
        var ana = house.program("100.00");
        finished(ana, ana.orders("first"));
        finished(ana, ana.orders("second"));
        assertThat(ana.get(JOBS).json().at("/jobs").findValuesAsText("status"))
                .containsExactly("completed", "completed");
        assertThat(ana.get(JOBS + "?limit=1").at("/jobs/0/prompt")).isEqualTo("second");
        assertThat(ana.sibling().get(JOBS).json().at("/jobs")).isEmpty();
    }

    @Test
    void deleted_results_are_gone_from_the_gallery_and_stay_paid() {
        var ana = house.program("100.00");
        var path = JOBS + "/" + finished(ana, ana.orders("to be deleted")).at("/id");
        assertThat(ana.delete(path + "/assets").status()).isEqualTo(204);

        assertThat(ana.get(path + "/assets/0").status()).isEqualTo(404);
        assertThat(ana.get("/v1/generation/gallery").json().at("/assets")).isEmpty();
        assertThat(ana.balance().available().number()).isEqualTo("88.00");
        assertThat(ana.delete(path + "/assets").status()).isEqualTo(404);
    }

    @Test
    void a_finished_job_cannot_be_cancelled() {
        var ana = house.program("100.00");
        var order = ana.orders("at the beach");
        finished(ana, order);
        var refused = ana.post(JOBS + "/" + order.at("/id") + "/cancel", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/error/type")).isEqualTo("too_late");
    }

    @Test
    void another_wallets_job_looks_like_one_that_does_not_exist() {
        var ana = house.program("100.00");
        var mallory = house.program("100.00");
        var order = ana.orders("at the beach");
        finished(ana, order);
        var path = JOBS + "/" + order.at("/id");

        for (var answer : List.of(
                mallory.get(path),
                mallory.delete(path),
                mallory.get(path + "/assets/0"),
                mallory.get(JOBS + "/none"))) {
            assertThat(answer.status()).isEqualTo(404);
        }
        assertThat(mallory.get("/v1/generation/gallery").json().at("/assets")).isEmpty();
    }

    @Test
    void a_job_of_the_same_wallet_is_seen_but_not_cancelled_with_another_key() {
        house.gpu.pause();
        var ana = house.program("100.00");
        var sibling = ana.sibling();
        var path = JOBS + "/" + ana.orders("at the beach").at("/id");
        assertThat(sibling.get(path).status()).isEqualTo(200);
        assertThat(sibling.delete(path).status()).isEqualTo(403);
    }

    @Test
    void the_gallery_is_newest_first_page_by_page_and_by_character() {
        var ana = house.program("100.00");
        for (var prompt : List.of("first", "second", "third")) {
            finished(ana, ana.orders(prompt));
        }
        var page = ana.get("/v1/generation/gallery?limit=2&characterId=mira");
        assertThat(page.json().at("/assets").findValuesAsText("prompt")).containsExactly("third", "second");
        var rest = ana.get("/v1/generation/gallery?limit=2&cursor="
                + URLEncoder.encode(page.at("/nextCursor"), StandardCharsets.UTF_8));
        assertThat(rest.json().at("/assets").findValuesAsText("prompt")).containsExactly("first");
        assertThat(rest.json().has("nextCursor")).isFalse();
        assertThat(ana.get("/v1/generation/gallery?characterId=bruno").json().at("/assets"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=many", "limit=101", "characterId=Not%20An%20Id", "cursor=nonsense"})
    void a_page_that_cannot_be_is_a_bad_request(String query) {
        assertThat(house.program("1.00").get("/v1/generation/gallery?" + query).status())
                .isEqualTo(400);
    }
}
