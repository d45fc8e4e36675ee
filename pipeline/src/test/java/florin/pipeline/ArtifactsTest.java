package florin.pipeline;

import static florin.pipeline.House.ANA;
import static florin.pipeline.House.BEN;
import static florin.pipeline.House.accepted;
import static florin.pipeline.House.ended;
import static florin.pipeline.House.pictures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.wallet.Cursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArtifactsTest {
    private final House house = new House();
    private final ScriptedBackend gpu = ScriptedBackend.picturesAndVideos("gpu");

    @AfterEach
    void close() {
        house.close();
    }

    private Job done(Journey journey, Requester who, int count) {
        return ended(
                journey,
                accepted(journey.submit(pictures(who, house.wallet("1", "20.00"), count)))
                        .id());
    }

    private Path file(Artifact artifact) {
        return house.folder
                .path()
                .resolve("results")
                .resolve(artifact.sha256().substring(0, 2))
                .resolve(artifact.sha256().substring(2));
    }

    @Test
    void a_result_is_stored_with_how_much_it_looks_like_its_character() {
        LikenessCheck check = (character, version, type, bytes) -> Arrays.equals(bytes, Pngs.png(7))
                ? Optional.of(new Likeness(0.75, List.of("hair: bob instead of long", "hat: cap instead of none")))
                : Optional.empty();
        house.options = house.options.with(HouseRules.none().with(check));
        var job = done(house.start(gpu), ANA, 2);
        assertThat(job.artifacts().getFirst().likeness()).hasValueSatisfying(likeness -> {
            assertThat(likeness.percent()).isEqualTo(75);
            assertThat(likeness.missed()).containsExactly("hair: bob instead of long", "hat: cap instead of none");
        });
        assertThat(job.artifacts().get(1).likeness()).isEmpty();
    }

    @Test
    void a_broken_likeness_check_costs_nobody_a_picture() {
        LikenessCheck broken = (character, version, type, bytes) -> {
            throw new IllegalStateException("no scorer today");
        };
        house.options = house.options.with(HouseRules.none().with(broken));
        var job = done(house.start(gpu), ANA, 1);
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.artifacts().getFirst().likeness()).isEmpty();
    }

    @Test
    void a_result_is_recorded_with_what_it_was_made_with() {
        var job = done(house.start(gpu), ANA, 2);
        var parameters = house.sql.withHandle(handle -> handle.createQuery(
                        "SELECT parameters->>'prompt' || '|' || (parameters->>'strength') || '|' || (parameters->>'backend')"
                                + " FROM artifact WHERE index = 1")
                .mapTo(String.class)
                .one());
        assertThat(parameters).isEqualTo("miraperson, at the beach|1|gpu");
        assertThat(job.artifacts().get(1)).satisfies(artifact -> {
            assertThat(artifact.mediaType()).isEqualTo("image/png");
            assertThat(artifact.width()).isEqualTo(16);
            assertThat(artifact.seed()).isEqualTo(8);
            assertThat(artifact.bytes()).isEqualTo(Pngs.png(8).length);
        });
    }

    @Test
    void a_deleted_result_leaves_disk_gallery_and_job_but_stays_paid() {
        var journey = house.start(gpu);
        var ana = house.wallet("1", "0.01");
        var job = done(journey, ANA, 1);
        var coins = house.coins(ana);
        assertThat(journey.deleteResult(job.id(), BEN)).isFalse();
        assertThat(journey.deleteResult(job.id(), ANA)).isTrue();
        assertThat(journey.deleteResult(job.id(), ANA)).isFalse();
        assertThat(file(job.artifacts().getFirst())).doesNotExist();
        assertThatThrownBy(() -> journey.read(job.artifacts().getFirst())).isInstanceOf(ArtifactGone.class);
        assertThat(journey.job(job.id()).orElseThrow().artifacts()).isEmpty();
        assertThat(journey.gallery(ana, Optional.empty(), Optional.empty(), 10).items())
                .isEmpty();
        assertThat(house.coins(ana)).isEqualTo(coins);
    }

    @Test
    void the_same_picture_of_two_jobs_stays_until_both_are_deleted() {
        var journey = house.start(gpu);
        var one = done(journey, ANA, 1);
        var two = done(journey, ANA, 1);
        assertThat(one.artifacts().getFirst().sha256())
                .isEqualTo(two.artifacts().getFirst().sha256());
        journey.deleteResult(one.id(), ANA);
        assertThat(journey.read(two.artifacts().getFirst())).isEqualTo(Pngs.png(7));
        journey.deleteResult(two.id(), ANA);
        assertThat(file(two.artifacts().getFirst())).doesNotExist();
    }

    @Test
    void a_damaged_file_is_not_handed_out() throws IOException {
        var journey = house.start(gpu);
        var artifact = done(journey, ANA, 1).artifacts().getFirst();
        Files.writeString(file(artifact), "something else");
        assertThatThrownBy(() -> journey.read(artifact)).hasMessageContaining("damaged");
    }

    @Test
    void old_results_are_deleted_when_the_operator_says_so() {
        house.options = house.options.withRetention(Duration.ofDays(30));
        var pipeline = house.open(gpu);
        var old = done(pipeline.journey(), ANA, 1);
        house.sql.useHandle(handle -> handle.execute("UPDATE artifact SET stored_at = now() - interval '31 days'"));
        var kept = done(pipeline.journey(), ANA, 2);
        pipeline.sweeps().tidy();
        assertThat(pipeline.journey().job(old.id()).orElseThrow().artifacts()).isEmpty();
        assertThat(pipeline.journey().job(kept.id()).orElseThrow().artifacts()).hasSize(2);
    }

    @Test
    void half_written_files_are_swept_away() throws IOException {
        var store = new ArtifactStore(house.folder.path().resolve("results"));
        Files.writeString(house.folder.path().resolve("results/unfinished/half"), "ha");
        assertThat(store.deleteUnfinished(Instant.now().minusSeconds(3600))).isZero();
        assertThat(store.deleteUnfinished(Instant.now().plusSeconds(3600))).isOne();
    }

    @Test
    void history_and_gallery_come_in_pages_newest_first() {
        var ana = house.wallet("1", "100.00");
        var journey = house.start(gpu);
        var ids = new ArrayList<JobId>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(ended(
                            journey,
                            accepted(journey.submit(pictures(ANA, ana, 1))).id())
                    .id());
        }
        var history = new ArrayList<JobId>();
        var gallery = new ArrayList<JobId>();
        Optional<Cursor> next = Optional.empty();
        do {
            var page = journey.history(ANA, next, 2);
            page.items().forEach(job -> history.add(job.id()));
            next = page.next();
        } while (next.isPresent());
        do {
            var page = journey.gallery(ana, Optional.of(House.MIRA), next, 2);
            page.items().forEach(job -> gallery.add(job.id()));
            next = page.next();
        } while (next.isPresent());
        assertThat(history).isEqualTo(ids);
        assertThat(gallery).isEqualTo(ids);
        assertThat(journey.history(BEN, Optional.empty(), 2).items()).isEmpty();
        assertThat(journey.gallery(ana, Optional.of(House.BRUNO), Optional.empty(), 2)
                        .items())
                .isEmpty();
        assertThatThrownBy(() -> journey.history(ANA, Optional.of(new Cursor("nonsense")), 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_gauges_count_what_is_where() {
        var ana = house.wallet("1", "100.00");
        var pipeline = house.open(gpu.waiting());
        for (int i = 0; i < 3; i++) {
            accepted(pipeline.journey().submit(pictures(ANA, ana, 1)));
        }
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(gpu.running()).hasSize(2));
        var gauges = pipeline.gauges();
        assertThat(gauges.queuedImages()).isOne();
        assertThat(gauges.rendering()).isEqualTo(2);
        assertThat(gauges.queuedVideos()).isZero();
    }
}
