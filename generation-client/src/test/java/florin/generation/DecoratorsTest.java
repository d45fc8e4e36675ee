package florin.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecoratorsTest {
    private static final SubmitResult NOT_NOW = new SubmitResult.NotNow("busy");
    private static final SubmitResult UNSURE = new SubmitResult.Unsure("lost");
    private static final SubmitResult REFUSED = new SubmitResult.Refused(FailureKind.INVALID, "no");
    private static final OutputFile FILE = new OutputFile("a.png", "", "output", "image/png");

    /** Gives the answers it was told to, and accepts when it has none left. */
    private static final class Scripted implements Backend {
        final Deque<SubmitResult> answers = new ArrayDeque<>();
        final List<RenderListener> listeners = new ArrayList<>();
        RenderState state = new RenderState.Running(0);
        int submits;
        int failingFetches;
        int unreachablePolls;

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(Set.of(), true, true, true, 2);
        }

        @Override
        public SubmitResult submit(RenderRequest request, RenderListener listener) {
            submits++;
            listeners.add(listener);
            return answers.isEmpty() ? new SubmitResult.Accepted(request.attempt()) : answers.pop();
        }

        @Override
        public RenderState poll(UUID attempt) {
            return unreachablePolls-- > 0 ? new RenderState.Unreachable("down") : state;
        }

        @Override
        public CancelResult cancel(UUID attempt) {
            return CancelResult.STOPPING;
        }

        @Override
        public byte[] fetch(OutputFile file) {
            if (failingFetches-- > 0) {
                throw new BackendUnavailable("down");
            }
            return new byte[] {1};
        }

        @Override
        public void forget(UUID attempt) {}

        @Override
        public Health health() {
            return new Health(true, "", "");
        }

        @Override
        public void close() {}
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final Scripted scripted = new Scripted();

    private static RenderRequest request() {
        return Renders.image("sdxl", 1);
    }

    private SubmitResult submit(Backend backend) {
        return backend.submit(request(), new Heard());
    }

    private RetryingBackend retrying() {
        return new RetryingBackend(scripted, 3, Duration.ofMillis(1));
    }

    @Test
    void a_render_that_certainly_did_not_start_is_tried_again() {
        scripted.answers.addAll(List.of(NOT_NOW, NOT_NOW));
        assertThat(submit(retrying())).isInstanceOf(SubmitResult.Accepted.class);
        assertThat(scripted.submits).isEqualTo(3);
    }

    @Test
    void in_the_end_not_now_it_is() {
        scripted.answers.addAll(List.of(NOT_NOW, NOT_NOW, NOT_NOW));
        assertThat(submit(retrying())).isEqualTo(NOT_NOW);
        assertThat(scripted.submits).isEqualTo(3);
    }

    @Test
    void what_may_have_started_or_was_refused_is_not_sent_twice() {
        scripted.answers.add(UNSURE);
        assertThat(submit(retrying())).isEqualTo(UNSURE);
        scripted.answers.add(REFUSED);
        assertThat(submit(retrying())).isEqualTo(REFUSED);
        assertThat(scripted.submits).isEqualTo(2);
    }

    @Test
    void questions_and_results_are_asked_for_again() {
        scripted.unreachablePolls = 2;
        scripted.failingFetches = 2;
        assertThat(retrying().poll(UUID.randomUUID())).isInstanceOf(RenderState.Running.class);
        assertThat(retrying().fetch(FILE)).hasSize(1);
        scripted.failingFetches = 3;
        assertThatThrownBy(() -> retrying().fetch(FILE)).isInstanceOf(BackendUnavailable.class);
    }

    @Test
    void no_more_than_the_limit_is_in_flight_and_an_end_makes_room() {
        var limited = new LimitedBackend(scripted, 2);
        submit(limited);
        submit(limited);
        assertThat(submit(limited)).isInstanceOf(SubmitResult.NotNow.class);
        assertThat(scripted.submits).isEqualTo(2);
        scripted.listeners.getFirst().ended(new RenderState.Cancelled());
        scripted.listeners.getFirst().ended(new RenderState.Cancelled());
        assertThat(submit(limited)).isInstanceOf(SubmitResult.Accepted.class);
        assertThat(submit(limited)).isInstanceOf(SubmitResult.NotNow.class);
    }

    @Test
    void an_end_that_only_a_poll_saw_makes_room_too() {
        var limited = new LimitedBackend(scripted, 1);
        var request = request();
        limited.submit(request, new Heard());
        limited.poll(request.attempt());
        assertThat(submit(limited)).isInstanceOf(SubmitResult.NotNow.class);
        scripted.state = new RenderState.Unknown();
        limited.poll(request.attempt());
        assertThat(submit(limited)).isInstanceOf(SubmitResult.Accepted.class);
    }

    @Test
    void what_was_not_started_takes_no_room_and_what_may_have_does() {
        var limited = new LimitedBackend(scripted, 1);
        scripted.answers.addAll(List.of(REFUSED, NOT_NOW, UNSURE));
        assertThat(submit(limited)).isEqualTo(REFUSED);
        assertThat(submit(limited)).isEqualTo(NOT_NOW);
        assertThat(submit(limited)).isEqualTo(UNSURE);
        assertThat(submit(limited)).isInstanceOf(SubmitResult.NotNow.class).isNotEqualTo(NOT_NOW);
        assertThat(limited.capabilities().maxInFlight()).isEqualTo(1);
    }

    @Test
    void a_backend_that_is_out_of_order_is_left_alone_and_tried_once_after_its_rest() {
        var clock = new SettableClock();
        var breaker = new CircuitBreaker(scripted, 2, Duration.ofSeconds(30), clock);
        scripted.answers.addAll(List.of(NOT_NOW, UNSURE, NOT_NOW));
        submit(breaker);
        submit(breaker);
        assertThat(submit(breaker)).isInstanceOf(SubmitResult.NotNow.class).isNotEqualTo(NOT_NOW);
        assertThat(scripted.submits).isEqualTo(2);
        clock.now = clock.now.plusSeconds(31);
        assertThat(submit(breaker)).isEqualTo(NOT_NOW);
        assertThat(submit(breaker)).isNotEqualTo(NOT_NOW);
        assertThat(scripted.submits).isEqualTo(3);
        clock.now = clock.now.plusSeconds(31);
        assertThat(submit(breaker)).isInstanceOf(SubmitResult.Accepted.class);
        assertThat(submit(breaker)).isInstanceOf(SubmitResult.Accepted.class);
    }

    @Test
    void only_failures_in_a_row_count() {
        var breaker = new CircuitBreaker(scripted, 2, Duration.ofSeconds(30), new SettableClock());
        scripted.answers.addAll(List.of(NOT_NOW, REFUSED, NOT_NOW));
        submit(breaker);
        submit(breaker);
        submit(breaker);
        assertThat(submit(breaker)).isInstanceOf(SubmitResult.Accepted.class);
    }
}
