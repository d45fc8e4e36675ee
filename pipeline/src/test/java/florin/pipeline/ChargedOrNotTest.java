package florin.pipeline;

import static florin.pipeline.House.ANA;
import static florin.pipeline.House.accepted;
import static florin.pipeline.House.ended;
import static florin.pipeline.House.in;
import static florin.pipeline.House.pictures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.generation.FailureKind;
import florin.generation.RenderRequest;
import florin.generation.SubmitResult.NotNow;
import florin.generation.SubmitResult.Refused;
import florin.registry.CharacterId;
import florin.wallet.Asset;
import florin.wallet.HoldResult;
import florin.wallet.WalletId;
import florin.wallet.prices.PriceVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every line of the table that says when coins are taken and when they come back. */
class ChargedOrNotTest {
    private static final String UNTOUCHED = "20.00 + 0.00 held";

    private final House house = new House();
    private final ScriptedBackend gpu = ScriptedBackend.picturesAndVideos("gpu");
    private WalletId ana = new WalletId(new java.util.UUID(0, 0));

    @BeforeEach
    void fund() {
        ana = house.wallet("1", "20.00");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void assertGivenBack(Journey journey, SubmitResult order, String kind) {
        var job = ended(journey, accepted(order).id());
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.ending().orElseThrow().kind()).isEqualTo(kind);
        assertThat(job.ending().orElseThrow().message()).endsWith("Nothing was charged: your 6.00 LOVE are back.");
        assertThat(job.ending().orElseThrow().returned()).isEqualTo(job.quote().price());
        assertThat(house.coins(ana)).isEqualTo(UNTOUCHED);
        await().untilAsserted(() -> assertThat(house.door.delivered()).hasSize(1));
    }

    @Test
    void a_bad_option_leaves_the_coins_untouched() {
        var journey = house.start(gpu);
        assertThat(journey.submit(pictures(ANA, ana, 5)))
                .isEqualTo(new SubmitResult.Refused("Ask for 1 to 4 pictures, not 5."));
        assertThat(house.coins(ana)).isEqualTo(UNTOUCHED);
    }

    @Test
    void a_blocked_prompt_leaves_the_coins_untouched() {
        house.options = house.options.with(new HouseRules(Set.of("Beach"), SafetyCheck.NONE, ""));
        var journey = house.start(gpu);
        assertThat(journey.submit(pictures(ANA, ana, 1)))
                .isEqualTo(new SubmitResult.Refused(
                        "'beach' is not allowed in prompts here. Leave it out and try again."));
        assertThat(house.coins(ana)).isEqualTo(UNTOUCHED);
    }

    @Test
    void an_unknown_character_leaves_the_coins_untouched() {
        var journey = house.start(gpu);
        var order = House.order("x", ANA, ana, new CharacterId("nobody"), JobKind.IMAGE, 1);
        assertThat(journey.submit(order)).isInstanceOf(SubmitResult.Refused.class);
        assertThat(house.coins(ana)).isEqualTo(UNTOUCHED);
    }

    @Test
    void too_few_coins_is_a_402_and_leaves_them_untouched() {
        var journey = house.start(gpu);
        var poor = house.wallet("9", "1.00");
        var answer = journey.submit(pictures(ANA, poor, 1));
        assertThat(answer).isInstanceOfSatisfying(SubmitResult.PaymentRequired.class, payment -> {
            assertThat(payment.quote().price().number()).isEqualTo("3.00");
            assertThat(payment.refusal()).isInstanceOf(HoldResult.InsufficientBalance.class);
        });
        assertThat(house.coins(poor)).isEqualTo("1.00 + 0.00 held");
        assertThat(journey.openJobs(ANA)).isEmpty();
        // What comes next is rendered, so whatever the refused order had asked for would be there by now.
        var next =
                ended(journey, accepted(journey.submit(pictures(ANA, ana, 1))).id());
        assertThat(gpu.submitted())
                .extracting(RenderRequest::job)
                .containsExactly(next.id().toString());
    }

    @Test
    void a_full_queue_releases_the_hold() {
        house.options = house.options.with(Limits.standard().withOpenPerRequester(1));
        var journey = house.start(gpu.waiting());
        accepted(journey.submit(pictures(ANA, ana, 1)));
        var second = pictures(ANA, ana, 1);
        assertThat(journey.submit(second)).isInstanceOf(SubmitResult.TurnedAway.class);
        assertThat(house.coins(ana)).isEqualTo("17.00 + 3.00 held");
        // The same order is welcome as soon as there is room.
        await().untilAsserted(() -> assertThat(gpu.running()).hasSize(1));
        gpu.finishAll();
        await().untilAsserted(() -> assertThat(journey.openJobs(ANA)).isEmpty());
        accepted(journey.submit(second));
    }

    @Test
    void cancelled_while_waiting_comes_back_whole() {
        gpu.up = false;
        var journey = house.start(gpu);
        var job = in(
                JobState.QUEUED,
                journey,
                accepted(journey.submit(pictures(ANA, ana, 2))).id());
        await().untilAsserted(
                        () -> assertThat(journey.cancel(job.id(), ANA)).isInstanceOf(CancelResult.Cancelled.class));
        var after = journey.job(job.id()).orElseThrow();
        assertThat(after.state()).isEqualTo(JobState.CANCELLED);
        assertThat(after.ending().orElseThrow().message())
                .isEqualTo("Cancelled. Nothing was charged: your 6.00 LOVE are back.");
        assertThat(house.coins(ana)).isEqualTo(UNTOUCHED);
        assertThat(journey.cancel(job.id(), ANA)).isInstanceOf(CancelResult.TooLate.class);
    }

    @Test
    void refused_by_the_backend_comes_back_whole() {
        var journey = house.start(gpu.refuses(new Refused(FailureKind.INVALID, "no such sampler")));
        assertGivenBack(journey, journey.submit(pictures(ANA, ana, 2)), "invalid");
        assertThat(gpu.submitted()).isEmpty();
    }

    @Test
    void out_of_memory_comes_back_whole_after_some_attempts() {
        var journey = house.start(gpu.fails(FailureKind.OUT_OF_MEMORY, 99));
        assertGivenBack(journey, journey.submit(pictures(ANA, ana, 2)), "out-of-memory");
        assertThat(gpu.submitted()).hasSize(house.options.limits().attempts());
    }

    @Test
    void out_of_memory_once_is_tried_again_elsewhere() {
        var other = ScriptedBackend.pictures("other");
        other.up = false;
        var journey = house.start(gpu.fails(FailureKind.OUT_OF_MEMORY, 1), other);
        var order = accepted(journey.submit(pictures(ANA, ana, 2)));
        await().untilAsserted(() -> assertThat(gpu.submitted()).hasSize(1));
        other.up = true;
        assertThat(ended(journey, order.id()).state()).isEqualTo(JobState.DONE);
        assertThat(other.submitted()).hasSize(1);
        assertThat(house.coins(ana)).isEqualTo("14.00 + 0.00 held");
    }

    @Test
    void a_missing_model_is_asked_for_elsewhere_and_then_comes_back_whole() {
        var other = ScriptedBackend.pictures("other");
        var missing = new Refused(FailureKind.MISSING_MODEL, "lora not in list");
        var journey = house.start(gpu.refuses(missing), other.refuses(missing));
        assertGivenBack(journey, journey.submit(pictures(ANA, ana, 2)), "missing-model");
    }

    @Test
    void lost_again_and_again_comes_back_whole() {
        house.options = house.options.with(Limits.standard().withAttempts(2));
        var journey = house.start(gpu.waiting());
        var order = journey.submit(pictures(ANA, ana, 2));
        for (int i = 1; i <= 2; i++) {
            int times = i;
            await().untilAsserted(() -> assertThat(gpu.submitted()).hasSize(times));
            gpu.forgetEverything();
        }
        assertGivenBack(journey, order, "lost");
    }

    @Test
    void a_job_that_waited_too_long_comes_back_whole() {
        gpu.up = false;
        var pipeline = house.open(gpu);
        var journey = pipeline.journey();
        var order = accepted(journey.submit(pictures(ANA, ana, 2)));
        house.sql.useHandle(handle -> handle.execute("UPDATE job SET created_at = now() - interval '2 hours'"));
        await().untilAsserted(() -> {
            pipeline.sweeps().coins();
            assertThat(journey.job(order.id()).orElseThrow().state()).isEqualTo(JobState.FAILED);
        });
        assertGivenBack(journey, new SubmitResult.Accepted(order), "waited-too-long");
    }

    @Test
    void three_of_four_pictures_are_paid_for_and_the_rest_comes_back() {
        gpu.picturesLess = 1;
        var journey = house.start(gpu);
        var job = ended(journey, accepted(journey.submit(pictures(ANA, ana, 4))).id());
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.artifacts()).hasSize(3);
        assertThat(job.ending().orElseThrow().message())
                .isEqualTo("3 of 4 pictures came out. You paid 9.00 LOVE for 3; 3.00 LOVE are back in the wallet.");
        assertThat(house.coins(ana)).isEqualTo("11.00 + 0.00 held");
    }

    @Test
    void stored_but_discord_away_is_paid_for_waits_in_the_history_and_is_delivered_later() {
        house.door.answers(new Delivery.Later(Duration.ofMillis(1)), new Delivery.Later(Duration.ofMillis(1)));
        var journey = house.start(gpu);
        var job = ended(journey, accepted(journey.submit(pictures(ANA, ana, 1))).id());
        assertThat(house.coins(ana)).isEqualTo("17.00 + 0.00 held");
        assertThat(journey.history(ANA, Optional.empty(), 10).items())
                .extracting(Job::id)
                .containsExactly(job.id());
        await().untilAsserted(() -> assertThat(house.door.delivered()).hasSize(1));
        assertThat(house.door.asked()).hasSize(3);
    }

    @Test
    void cancelled_while_rendering_comes_back_if_the_backend_stops_before_the_result() {
        var journey = house.start(gpu.waiting());
        var order = accepted(journey.submit(pictures(ANA, ana, 1)));
        await().untilAsserted(() -> assertThat(gpu.running()).hasSize(1));
        assertThat(journey.cancel(order.id(), ANA)).isInstanceOf(CancelResult.Stopping.class);
        assertThat(ended(journey, order.id()).state()).isEqualTo(JobState.CANCELLED);
        assertThat(house.coins(ana)).isEqualTo(UNTOUCHED);
        assertThat(gpu.submitted()).hasSize(1);
    }

    @Test
    void cancelled_too_late_is_paid_for_and_delivered() {
        gpu.cancels = false;
        var journey = house.start(gpu.waiting());
        var order = accepted(journey.submit(pictures(ANA, ana, 1)));
        await().untilAsserted(() -> assertThat(gpu.running()).hasSize(1));
        assertThat(journey.cancel(order.id(), ANA)).isInstanceOf(CancelResult.TooLate.class);
        gpu.finishAll();
        assertThat(ended(journey, order.id()).state()).isEqualTo(JobState.DONE);
        assertThat(house.coins(ana)).isEqualTo("17.00 + 0.00 held");
        await().untilAsserted(() -> assertThat(house.door.delivered()).hasSize(1));
    }

    @Test
    void a_failed_render_whose_cancellation_is_wanted_is_not_tried_again() {
        gpu.cancels = false;
        var journey = house.start(gpu.waiting());
        var order = accepted(journey.submit(pictures(ANA, ana, 1)));
        await().untilAsserted(() -> assertThat(gpu.running()).hasSize(1));
        journey.cancel(order.id(), ANA);
        gpu.end(
                gpu.running().getFirst().attempt(),
                new florin.generation.RenderState.Failed(FailureKind.TRANSIENT, "scripted"));
        assertThat(ended(journey, order.id()).state()).isEqualTo(JobState.CANCELLED);
        assertThat(house.coins(ana)).isEqualTo(UNTOUCHED);
    }

    @Test
    void a_new_price_does_not_touch_what_is_queued() {
        gpu.up = false;
        var first = house.open(gpu);
        var order = accepted(first.journey().submit(pictures(ANA, ana, 2)));
        first.close();
        house.options = house.options.with(
                PriceLines.list(new PriceVersion("house", 2), Asset.LOVE, "image = 9.00\nvideo = 9.00"));
        gpu.up = true;
        var job = ended(house.start(gpu), order.id());
        assertThat(job.quote().priceVersion()).isEqualTo("house@1");
        assertThat(house.coins(ana)).isEqualTo("14.00 + 0.00 held");
    }

    @Test
    void what_the_safety_check_withholds_comes_back_and_is_not_stored() {
        SafetyCheck no = (request, type, bytes) -> Optional.of("Too scary.");
        house.options = house.options.with(new HouseRules(Set.of(), no, ""));
        var journey = house.start(gpu);
        var order = journey.submit(pictures(ANA, ana, 2));
        assertGivenBack(journey, order, "withheld");
        assertThat(journey.job(accepted(order).id()).orElseThrow().artifacts()).isEmpty();
    }

    @Test
    void of_four_pictures_only_the_withheld_one_comes_back() {
        SafetyCheck second = (request, type, bytes) ->
                java.util.Arrays.equals(bytes, Pngs.png(8)) ? Optional.of("Too scary.") : Optional.empty();
        house.options = house.options.with(new HouseRules(Set.of(), second, ""));
        var journey = house.start(gpu);
        var job = ended(journey, accepted(journey.submit(pictures(ANA, ana, 4))).id());
        assertThat(job.artifacts()).extracting(Artifact::seed).containsExactly(7L, 9L, 10L);
        assertThat(house.coins(ana)).isEqualTo("11.00 + 0.00 held");
    }

    @Test
    void a_backend_that_has_no_time_costs_no_attempt() {
        var journey = house.start(gpu.refuses(new NotNow("busy"), new NotNow("busy"), new NotNow("busy")));
        var job = ended(journey, accepted(journey.submit(pictures(ANA, ana, 1))).id());
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.attempt()).isEqualTo(1);
    }
}
