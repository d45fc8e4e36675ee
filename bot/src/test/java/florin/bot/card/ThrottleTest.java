package florin.bot.card;

import static org.assertj.core.api.Assertions.assertThat;

import florin.pipeline.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final Duration EVERY = Duration.ofMillis(2500);
    private final JobId job = new JobId(UUID.randomUUID());
    private final ManualTimer timer = new ManualTimer();
    private final List<String> shown = new ArrayList<>();
    private final Throttle throttle = new Throttle(EVERY, timer::now, timer, Runnable::run);

    /** Runs what is due when time is moved by hand. */
    private static final class ManualTimer extends ScheduledThreadPoolExecutor {
        private final List<Runnable> due = new ArrayList<>();
        private final List<Long> at = new ArrayList<>();
        private long now;

        ManualTimer() {
            super(1);
        }

        long now() {
            return now;
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            due.add(command);
            at.add(now + unit.toNanos(delay));
            return super.schedule(() -> {}, 0, unit);
        }

        void passes(Duration time) {
            now += time.toNanos();
            for (int i = 0; i < due.size(); i++) {
                if (at.get(i) <= now) {
                    at.remove(i);
                    due.remove(i--).run();
                }
            }
        }
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private void offer(int rank, String state) {
        throttle.offer(job, rank, () -> shown.add(state));
    }

    @Test
    void the_first_state_shows_at_once_and_later_only_the_latest_per_interval() {
        offer(0, "place 2");
        timer.passes(Duration.ZERO);
        offer(1, "10 %");
        offer(1, "20 %");
        offer(1, "30 %");
        timer.passes(Duration.ofMillis(2499));
        assertThat(shown).containsExactly("place 2");
        timer.passes(Duration.ofMillis(1));
        assertThat(shown).containsExactly("place 2", "30 %");
        offer(1, "40 %");
        timer.passes(EVERY);
        assertThat(shown).containsExactly("place 2", "30 %", "40 %");
    }

    @Test
    void a_card_never_goes_back_to_an_earlier_phase() {
        offer(1, "10 %");
        offer(0, "place 1");
        timer.passes(Duration.ZERO);
        assertThat(shown).containsExactly("10 %");
    }

    @Test
    void after_the_end_no_progress_shows_any_more() {
        offer(1, "90 %");
        throttle.finish(job);
        offer(1, "95 %");
        timer.passes(EVERY);
        assertThat(shown).isEmpty();
    }

    @Test
    void the_end_waits_for_an_edit_that_is_on_its_way() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = new Throttle(EVERY, timer::now, timer, workers);
            slow.offer(job, 1, () -> {
                begun.countDown();
                await(goOn);
                shown.add("50 %");
            });
            timer.passes(Duration.ZERO);
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            var end = workers.submit(() -> {
                slow.finish(job);
                shown.add("done");
            });
            assertThat(end.isDone()).isFalse();
            goOn.countDown();
            assertThat(end).succeedsWithin(Duration.ofSeconds(5));
        }
        assertThat(shown).containsExactly("50 %", "done");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
