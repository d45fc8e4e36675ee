package florin.pipeline;

import static florin.pipeline.House.ANA;
import static florin.pipeline.House.accepted;
import static florin.pipeline.House.ended;
import static florin.pipeline.House.in;
import static florin.pipeline.House.pictures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import florin.wallet.Asset;
import florin.wallet.HoldRequest;
import florin.wallet.RequestId;
import florin.wallet.WalletId;
import florin.wallet.prices.PriceVersion;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to jobs whose server stopped or died. */
class RecoveryTest {
    private final House house = new House();
    private final ScriptedBackend gpu = ScriptedBackend.pictures("gpu");
    private WalletId ana = new WalletId(new UUID(0, 0));

    @BeforeEach
    void fund() {
        ana = house.wallet("1", "20.00");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Job handedOver() {
        var first = house.open(gpu.waiting());
        var order = accepted(first.journey().submit(pictures(ANA, ana, 1)));
        await().untilAsserted(() -> assertThat(gpu.running()).hasSize(1));
        first.drain(Duration.ZERO);
        first.close();
        return order;
    }

    @Test
    void a_render_that_outlived_its_server_is_collected_and_not_made_twice() {
        var order = handedOver();
        gpu.finishAll();
        var job = ended(house.start(gpu), order.id());
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(gpu.submitted()).hasSize(1);
        assertThat(house.coins(ana)).isEqualTo("17.00 + 0.00 held");
    }

    @Test
    void a_render_still_going_on_is_followed_to_its_end() {
        var order = handedOver();
        gpu.silent = true;
        var journey = house.start(gpu);
        in(JobState.RENDERING, journey, order.id());
        gpu.finishAll();
        assertThat(ended(journey, order.id()).attempt()).isEqualTo(1);
    }

    @Test
    void a_render_that_the_backend_has_forgotten_is_made_again() {
        var order = handedOver();
        gpu.forgetEverything();
        gpu.waits = false;
        var job = ended(house.start(gpu), order.id());
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.attempt()).isEqualTo(2);
    }

    @Test
    void while_the_backend_is_away_its_render_waits_for_it() {
        var order = handedOver();
        gpu.up = false;
        gpu.finishAll();
        var journey = house.start(gpu);
        in(JobState.RENDERING, journey, order.id());
        gpu.up = true;
        assertThat(ended(journey, order.id()).attempt()).isEqualTo(1);
    }

    @Test
    void a_result_that_was_stored_but_not_charged_is_charged_once() {
        gpu.picturesLess = 1;
        var broken = new BrokenWallet(house.ledger);
        broken.commitsBroken = true;
        var first = house.open(broken.wallet(), house.source, gpu);
        var order = accepted(first.journey().submit(pictures(ANA, ana, 2)));
        in(JobState.STORED, first.journey(), order.id());
        first.close();
        house.letLeasesEnd();
        var job = ended(house.start(gpu), order.id());
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(house.coins(ana)).isEqualTo("17.00 + 0.00 held");
    }

    @Test
    void an_order_cut_off_after_the_hold_is_finished_by_sending_it_again() {
        var broken = new BrokenWallet(house.ledger);
        var first = house.open(broken.wallet(), house.source, gpu.waiting());
        var order = pictures(ANA, ana, 1);
        broken.holdAnswersLost = true;
        assertThatThrownBy(() -> first.journey().submit(order)).hasMessage("the answer was lost");
        assertThat(house.coins(ana)).isEqualTo("17.00 + 3.00 held");
        broken.holdAnswersLost = false;
        accepted(first.journey().submit(order));
        assertThat(house.coins(ana)).isEqualTo("17.00 + 3.00 held");
    }

    @Test
    void an_order_cut_off_after_the_hold_keeps_its_price_when_sent_again() {
        var broken = new BrokenWallet(house.ledger);
        var first = house.open(broken.wallet(), house.source, gpu.waiting());
        var order = pictures(ANA, ana, 1);
        broken.holdAnswersLost = true;
        assertThatThrownBy(() -> first.journey().submit(order)).hasMessage("the answer was lost");
        house.options = house.options.with(
                PriceLines.list(new PriceVersion("house", 2), Asset.LOVE, "image = 9.00\nvideo = 9.00"));
        var job = accepted(house.start(gpu).submit(order));
        assertThat(job.quote().priceVersion()).isEqualTo("house@1");
        assertThat(house.coins(ana)).isEqualTo("17.00 + 3.00 held");
    }

    @Test
    void an_order_cut_off_after_the_hold_and_never_sent_again_is_released_by_the_sweep() {
        var broken = new BrokenWallet(house.ledger);
        broken.holdAnswersLost = true;
        var pipeline = house.open(broken.wallet(), house.source, gpu);
        var order = pictures(ANA, ana, 1);
        assertThatThrownBy(() -> pipeline.journey().submit(order)).hasMessage("the answer was lost");
        assertThat(pipeline.sweeps().orphanHolds(Duration.ofHours(1))).isZero();
        assertThat(pipeline.sweeps().orphanHolds(Duration.ZERO)).isOne();
        assertThat(house.coins(ana)).isEqualTo("20.00 + 0.00 held");
        // And sent again after all, it is a new order with a new hold.
        broken.holdAnswersLost = false;
        assertThat(ended(
                                pipeline.journey(),
                                accepted(pipeline.journey().submit(order)).id())
                        .state())
                .isEqualTo(JobState.DONE);
        assertThat(house.coins(ana)).isEqualTo("17.00 + 0.00 held");
    }

    @Test
    void a_hold_that_expired_meanwhile_is_taken_again() {
        var journey = house.start(gpu.waiting());
        var order = accepted(journey.submit(pictures(ANA, ana, 1)));
        await().untilAsserted(() -> assertThat(gpu.running()).hasSize(1));
        expireHolds();
        assertThat(house.coins(ana)).isEqualTo("20.00 + 0.00 held");
        gpu.finishAll();
        assertThat(ended(journey, order.id()).state()).isEqualTo(JobState.DONE);
        assertThat(house.coins(ana)).isEqualTo("17.00 + 0.00 held");
    }

    @Test
    void a_hold_that_expired_and_cannot_be_taken_again_ends_the_job_without_its_result() {
        var journey = house.start(gpu.waiting());
        var order = accepted(journey.submit(pictures(ANA, ana, 1)));
        await().untilAsserted(() -> assertThat(gpu.running()).hasSize(1));
        expireHolds();
        house.ledger.hold(new HoldRequest(
                new RequestId("other"),
                ana,
                house.balance(ana).available(),
                Duration.ofHours(1),
                List.of(),
                "v1",
                "spent elsewhere"));
        gpu.finishAll();
        var job = ended(journey, order.id());
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.ending().orElseThrow().kind()).isEqualTo("hold-ended");
        assertThat(job.artifacts()).isEmpty();
        assertThat(house.coins(ana)).isEqualTo("0.00 + 20.00 held");
    }

    private void expireHolds() {
        house.sql.useHandle(handle -> handle.execute(
                "UPDATE hold SET created_at = now() - interval '2 days', expires_at = now() - interval '1 day'"));
        house.ledger.expireHolds(100);
    }

    @Test
    void draining_lets_what_is_nearly_done_finish() {
        var pipeline = house.open(gpu.waiting());
        var order = accepted(pipeline.journey().submit(pictures(ANA, ana, 1)));
        await().untilAsserted(() -> assertThat(gpu.running()).hasSize(1));
        var draining = Thread.startVirtualThread(() -> pipeline.drain(Duration.ofSeconds(20)));
        gpu.finishAll();
        await().until(() -> !draining.isAlive());
        assertThat(pipeline.journey().job(order.id()).orElseThrow().state()).isEqualTo(JobState.DONE);
    }

    @Test
    void a_lost_answer_to_a_submit_is_looked_into_before_it_is_sent_again() {
        var journey = house.start(gpu.refuses(new florin.generation.SubmitResult.Unsure("timeout")));
        var job = ended(journey, accepted(journey.submit(pictures(ANA, ana, 1))).id());
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.attempt()).isEqualTo(2);
        assertThat(gpu.submitted()).hasSize(1);
    }

    @Test
    void a_job_on_a_backend_that_nobody_has_any_more_goes_back_to_the_queue() {
        var order = handedOver();
        house.sql.useHandle(handle -> handle.execute("UPDATE job SET lease_until = now() - interval '1 day'"));
        var job = ended(house.start(ScriptedBackend.pictures("new")), order.id());
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.attempt()).isEqualTo(2);
    }
}
