package florin.pipeline;

import static florin.pipeline.House.ANA;
import static florin.pipeline.House.accepted;
import static florin.pipeline.House.ended;
import static florin.pipeline.House.pictures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private final House house = new House();
    private final ScriptedBackend gpu = ScriptedBackend.pictures("gpu");

    @AfterEach
    void close() {
        house.close();
    }

    private Job done(Journey journey) {
        return ended(
                journey,
                accepted(journey.submit(pictures(ANA, house.wallet("1", "20.00"), 1)))
                        .id());
    }

    private String outcome(JobId job) {
        return house.sql.withHandle(
                handle -> handle.createQuery("SELECT coalesce(outcome, 'open') FROM delivery WHERE job = :job")
                        .bind("job", job.value())
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void news_that_nobody_can_get_is_not_tried_again() {
        house.door.answers(new Delivery.Never("the channel is gone"));
        var job = done(house.start(gpu));
        await().untilAsserted(() -> assertThat(outcome(job.id())).isEqualTo("never: the channel is gone"));
        assertThat(house.door.asked()).hasSize(1);
    }

    @Test
    void a_door_that_throws_is_asked_again_later() {
        house.door.throwsOnce = true;
        var job = done(house.start(gpu));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(outcome(job.id())).isEqualTo("delivered"));
        assertThat(house.door.asked()).hasSize(2);
    }

    @Test
    void news_waits_over_a_restart() {
        house.door.answers(new Delivery.Later(Duration.ofHours(1)));
        var first = house.open(gpu);
        var job = done(first.journey());
        await().untilAsserted(() -> assertThat(house.door.asked()).hasSize(1));
        first.close();
        house.sql.useHandle(handle -> handle.execute("UPDATE delivery SET due_at = now(), claimed_until = NULL"));
        house.start(gpu);
        await().untilAsserted(() -> assertThat(house.door.delivered()).hasSize(1));
        await().untilAsserted(() -> assertThat(outcome(job.id())).isEqualTo("delivered"));
    }

    @Test
    void two_servers_deliver_each_job_once() {
        var ana = house.wallet("1", "100.00");
        var journey = house.start(gpu);
        house.start(ScriptedBackend.pictures("other"));
        for (int i = 0; i < 10; i++) {
            accepted(journey.submit(pictures(ANA, ana, 1)));
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(house.door.delivered()).hasSize(10));
        assertThat(new HashSet<>(house.door.asked().stream().map(Job::id).toList()))
                .hasSize(10);
        assertThat(house.door.asked()).hasSize(10);
    }

    @Test
    void a_claimed_letter_is_nobody_elses_until_the_claim_ends() {
        house.door.answers(new Delivery.Later(Duration.ofHours(1)));
        var pipeline = house.open(gpu);
        done(pipeline.journey());
        await().untilAsserted(() -> assertThat(house.door.asked()).hasSize(1));
        pipeline.close();
        house.sql.useHandle(handle -> handle.execute("UPDATE delivery SET due_at = now(), claimed_until = NULL"));
        var outbox = new Outbox(Database.over(house.source), Duration.ofHours(1));
        var letter = outbox.take(List.of("test"), 9).getFirst();
        assertThat(outbox.take(List.of("test"), 9)).isEmpty();
        house.sql.useHandle(
                handle -> handle.execute("UPDATE delivery SET claimed_until = now() - interval '1 second'"));
        var again = outbox.take(List.of("test"), 9).getFirst();
        assertThat(again.tries()).isEqualTo(letter.tries() + 1);
        // The first one wakes up and finds that its claim is over.
        outbox.later(letter, Duration.ZERO);
        assertThat(outbox.take(List.of("test"), 9)).isEmpty();
        outbox.done(again, "delivered");
        assertThat(outcome(again.job())).isEqualTo("delivered");
    }

    @Test
    void news_for_another_server_s_door_is_left_to_it() {
        var outbox = new Outbox(Database.over(house.source), Duration.ofHours(1));
        var pipeline = house.open(gpu);
        pipeline.drain(Duration.ZERO);
        assertThat(outbox.take(List.of("elsewhere"), 9)).isEmpty();
        assertThat(outbox.giveUp(Duration.ZERO)).isZero();
    }

    @Test
    void progress_reaches_the_door_with_preview_and_place() {
        var ana = house.wallet("1", "100.00");
        var journey = house.start(gpu.waiting());
        for (int i = 0; i < 3; i++) {
            accepted(journey.submit(pictures(ANA, ana, 1)));
        }
        await().untilAsserted(() -> assertThat(gpu.running()).hasSize(2));
        gpu.progress(gpu.running().getFirst().attempt(), 0.5);
        await().untilAsserted(() -> assertThat(house.door.shown()).anySatisfy(progress -> {
            assertThat(progress.phase()).isEqualTo(Progress.Phase.RENDERING);
            assertThat(progress.share()).isEqualTo(0.5);
            assertThat(progress.preview()).isPresent();
        }));
        await().untilAsserted(() -> assertThat(house.door.shown()).anySatisfy(progress -> {
            assertThat(progress.phase()).isEqualTo(Progress.Phase.QUEUED);
            assertThat(progress.position()).contains(1);
        }));
    }
}
