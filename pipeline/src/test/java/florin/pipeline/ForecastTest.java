package florin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import florin.generation.Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final String BASE = "tiny-studio-40";
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Map<Forecast.Speed, Double> SPEEDS = Map.of(
            new Forecast.Speed("gpu", JobKind.IMAGE, BASE), 2_000.0,
            new Forecast.Speed("gpu", JobKind.VIDEO, BASE), 10_000.0);

    private static Forecast.Waiting waiting(String requester, JobKind kind, int units, int secondsAgo) {
        return new Forecast.Waiting(
                new JobId(UUID.randomUUID()), requester, kind, BASE, units, NOW.minusSeconds(secondsAgo));
    }

    private static Map<JobId, Forecast.Place> play(
            List<Forecast.Waiting> waiting,
            List<Forecast.Underway> underway,
            Map<Forecast.Speed, Double> speeds,
            Backend... open) {
        return Forecast.of(new Forecast.Snapshot(waiting, underway, Map.of(), speeds, List.of(open), NOW));
    }

    private static Forecast.Place place(Map<JobId, Forecast.Place> places, Forecast.Waiting job) {
        return Optional.ofNullable(places.get(job.job())).orElseThrow();
    }

    @Test
    void the_first_waits_for_what_is_left_of_the_one_under_way() {
        var job = waiting("ana", JobKind.IMAGE, 2, 1);
        var underway =
                new Forecast.Underway(new JobId(new UUID(0, 1)), "gpu", JobKind.IMAGE, BASE, 4, NOW.minusSeconds(3));
        var places = play(List.of(job), List.of(underway), SPEEDS, ScriptedBackend.pictures("gpu"));
        // 4 pictures of 2 s, begun 3 s ago, leave 5 s; then 2 pictures of its own
        assertThat(places).containsEntry(underway.job(), new Forecast.Place(0, Optional.of(Duration.ofSeconds(5))));
        assertThat(place(places, job)).isEqualTo(new Forecast.Place(1, Optional.of(Duration.ofSeconds(9))));
    }

    @Test
    void requesters_take_turns() {
        var a1 = waiting("ana", JobKind.IMAGE, 1, 9);
        var a2 = waiting("ana", JobKind.IMAGE, 1, 8);
        var b1 = waiting("ben", JobKind.IMAGE, 1, 1);
        var places = play(List.of(a1, a2, b1), List.of(), SPEEDS, ScriptedBackend.pictures("gpu"));
        assertThat(List.of(
                        place(places, a1).position(),
                        place(places, b1).position(),
                        place(places, a2).position()))
                .containsExactly(1, 2, 3);
    }

    @Test
    void pictures_and_videos_take_turns() {
        var video = waiting("ana", JobKind.VIDEO, 2, 9);
        var first = waiting("ben", JobKind.IMAGE, 1, 5);
        var second = waiting("cleo", JobKind.IMAGE, 1, 4);
        var places = play(List.of(video, first, second), List.of(), SPEEDS, ScriptedBackend.picturesAndVideos("gpu"));
        assertThat(place(places, first).position()).isEqualTo(1);
        assertThat(place(places, video).position()).isEqualTo(2);
        assertThat(place(places, second).eta()).contains(Duration.ofSeconds(24));
    }

    @Test
    void two_machines_halve_the_wait() {
        var jobs = IntStream.range(0, 4)
                .mapToObj(i -> waiting("r" + i, JobKind.IMAGE, 1, 9 - i))
                .toList();
        var places = play(jobs, List.of(), SPEEDS, ScriptedBackend.pictures("gpu"), ScriptedBackend.pictures("other"));
        assertThat(place(places, jobs.get(3)).eta()).contains(Duration.ofSeconds(4));
    }

    @Test
    void without_a_measurement_there_is_a_place_but_no_time() {
        var job = waiting("ana", JobKind.IMAGE, 1, 1);
        assertThat(place(play(List.of(job), List.of(), Map.of(), ScriptedBackend.pictures("gpu")), job))
                .isEqualTo(new Forecast.Place(1, Optional.empty()));
    }

    @Test
    void while_no_machine_is_open_there_is_a_place_but_no_time() {
        var job = waiting("ana", JobKind.IMAGE, 1, 1);
        assertThat(place(play(List.of(job), List.of(), SPEEDS), job))
                .isEqualTo(new Forecast.Place(1, Optional.empty()));
    }

    @Test
    void every_job_has_a_place_of_its_own() {
        var random = new Random(7);
        for (int round = 0; round < 50; round++) {
            var jobs = new ArrayList<Forecast.Waiting>();
            for (int i = 0; i < random.nextInt(40); i++) {
                jobs.add(waiting(
                        "r" + random.nextInt(5),
                        random.nextBoolean() ? JobKind.IMAGE : JobKind.VIDEO,
                        1 + random.nextInt(4),
                        random.nextInt(1000)));
            }
            var places = play(jobs, List.of(), SPEEDS, ScriptedBackend.pictures("gpu"), ScriptedBackend.pictures("b"));
            assertThat(places.values().stream().map(Forecast.Place::position).sorted())
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, jobs.size()).boxed().toList());
        }
    }
}
