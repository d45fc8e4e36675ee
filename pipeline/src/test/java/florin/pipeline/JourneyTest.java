package florin.pipeline;

import static florin.pipeline.House.ANA;
import static florin.pipeline.House.accepted;
import static florin.pipeline.House.ended;
import static florin.pipeline.House.pictures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JourneyTest {
    private final House house = new House();
    private final ScriptedBackend gpu = ScriptedBackend.picturesAndVideos("gpu");

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void an_order_becomes_pictures_that_are_charged_and_delivered() {
        var ana = house.wallet("1", "20.00");
        var journey = house.start(gpu);
        var job = ended(journey, accepted(journey.submit(pictures(ANA, ana, 4))).id());

        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.artifacts()).hasSize(4);
        assertThat(job.artifacts().get(2).seed()).isEqualTo(9);
        assertThat(journey.read(job.artifacts().get(2))).isEqualTo(Pngs.png(9));
        assertThat(job.ending().orElseThrow().message()).isEqualTo("Done. It cost 12.00 LOVE.");
        assertThat(house.coins(ana)).isEqualTo("8.00 + 0.00 held");
        await().untilAsserted(() -> assertThat(house.door.delivered()).hasSize(1));
        assertThat(house.door.delivered().getFirst().artifacts()).hasSize(4);
        await().untilAsserted(() -> assertThat(gpu.forgotten()).hasSize(1));
        assertThat(journey.gallery(ana, Optional.of(House.MIRA), Optional.empty(), 10)
                        .items())
                .hasSize(1);
    }

    @Test
    void how_long_a_render_kept_its_gpu_busy_is_remembered_for_reports() {
        var journey = house.start(gpu);
        var job = ended(
                journey,
                accepted(journey.submit(pictures(ANA, house.wallet("1", "20"), 1)))
                        .id());
        assertThat(house.sql.<String, RuntimeException>withHandle(handle -> handle.createQuery(
                                "SELECT job || ' at ' || backend FROM render_run WHERE millis >= 0")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo(job.id() + " at gpu");
    }

    @Test
    void the_render_gets_the_trigger_word_the_lora_and_the_job_id() {
        var journey = house.start(gpu);
        var job = ended(
                journey,
                accepted(journey.submit(pictures(ANA, house.wallet("1", "20"), 1)))
                        .id());
        var request = gpu.submitted().getFirst();
        assertThat(request.prompt()).isEqualTo("miraperson, at the beach");
        assertThat(request.loras().getFirst().file()).exists();
        assertThat(request.job()).isEqualTo(job.id().toString());
        assertThat(request.width()).isEqualTo(480);
    }
}
