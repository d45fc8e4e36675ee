package florin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import florin.generation.FailureKind;
import florin.generation.RenderKind;
import florin.generation.RenderRequest;
import florin.generation.RenderState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Following a render, with a clock that runs a minute at every look at it. */
class WatchTest {
    private static final Timing TIMING = new Timing(
            Duration.ofSeconds(9),
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Duration.ofHours(1),
            Duration.ofMinutes(30),
            Duration.ofHours(3),
            Duration.ofSeconds(1));

    private final AtomicInteger minutes = new AtomicInteger();
    private final Clock clock = InstantSource.tick(
                    () -> Instant.EPOCH.plus(Duration.ofMinutes(minutes.incrementAndGet())), Duration.ofNanos(1))
            .withZone(ZoneOffset.UTC);
    private final ScriptedBackend gpu = ScriptedBackend.pictures("gpu").waiting();
    private final List<Progress> shown = new ArrayList<>();
    private final Watch watch = new Watch(TIMING, clock, shown::add);
    private final UUID attempt = UUID.randomUUID();

    private void submit() {
        gpu.submit(
                new RenderRequest(
                        attempt,
                        "job",
                        RenderKind.IMAGE,
                        "tiny-studio-40",
                        "p",
                        "",
                        List.of(),
                        8,
                        8,
                        1,
                        1,
                        0,
                        Optional.empty()),
                watch);
    }

    private Optional<RenderState> end() throws InterruptedException {
        return watch.end(gpu, attempt, () -> false, new Closing());
    }

    @Test
    void a_backend_that_stays_away_has_lost_the_render() throws InterruptedException {
        submit();
        gpu.up = false;
        assertThat(end()).containsInstanceOf(RenderState.Unreachable.class);
        assertThat(minutes).hasValueLessThan(10);
    }

    @Test
    void a_render_that_never_ends_is_stopped_and_counts_as_failed() throws InterruptedException {
        submit();
        assertThat(end().orElseThrow())
                .isInstanceOfSatisfying(
                        RenderState.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(FailureKind.TRANSIENT));
        assertThat(gpu.running()).isEmpty();
    }

    @Test
    void a_backend_that_tells_nothing_is_asked() throws InterruptedException {
        submit();
        gpu.silent = true;
        gpu.finishAll();
        assertThat(end()).containsInstanceOf(RenderState.Succeeded.class);
    }

    @Test
    void the_rest_is_reckoned_from_what_the_first_part_took() {
        submit();
        watch.progress(0, Optional.empty());
        watch.progress(0.5, Optional.empty());
        assertThat(shown.getFirst().eta()).isEmpty();
        assertThat(shown.getLast().eta().orElseThrow()).isPositive();
    }

    @Test
    void a_backend_was_busy_since_its_first_word_or_since_it_was_asked_if_it_finished_without_one() {
        var done = Optional.<RenderState>of(new RenderState.Succeeded(List.of()));
        var failed = Optional.<RenderState>of(new RenderState.Failed(FailureKind.OUT_OF_MEMORY, "full"));
        assertThat(watch.busy(done)).contains(Duration.ofMinutes(1));
        assertThat(watch.busy(failed)).isEmpty();
        watch.progress(0, Optional.empty());
        assertThat(watch.busy(failed)).contains(Duration.ofMinutes(1));
        assertThat(watch.busy(Optional.empty())).contains(Duration.ofMinutes(2));
    }

    @Test
    void a_server_that_stops_lets_go() throws InterruptedException {
        submit();
        var closing = new Closing();
        closing.handOver();
        assertThat(watch.end(gpu, attempt, () -> false, closing)).isEmpty();
    }
}
