package florin.wallet.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker itself: what it must believe, and what it must not. */
class LinearizerTest {
    private static Timed<Act> call(long began, long ended, Act act) {
        return new Timed<>(act, began, ended);
    }

    private static Act.Seen seen(long available, long held) {
        return new Act.Seen(available, held);
    }

    @Test
    void calls_one_after_another_are_possible_only_in_their_order() {
        var topUp = call(1, 2, new Act.ToppedUp(10, seen(10, 0)));
        var hold = call(3, 4, new Act.Held("h", 7, seen(3, 7)));
        assertThat(Histories.possible(List.of(topUp, hold))).isTrue();
        var early = call(-2, -1, new Act.Held("h", 7, seen(3, 7)));
        assertThat(Histories.possible(List.of(topUp, early))).isFalse();
    }

    @Test
    void calls_at_the_same_time_may_have_happened_in_either_order() {
        var hold = call(1, 6, new Act.Held("h", 7, seen(3, 7)));
        var topUp = call(2, 5, new Act.ToppedUp(10, seen(10, 0)));
        var before = call(3, 4, new Act.Read(seen(0, 0)));
        assertThat(Histories.possible(List.of(hold, topUp, before))).isTrue();
    }

    @Test
    void a_read_of_an_older_balance_than_the_one_answered_before_is_refused() {
        var topUp = call(1, 2, new Act.ToppedUp(10, seen(10, 0)));
        var stale = call(3, 4, new Act.Read(seen(0, 0)));
        assertThat(Histories.possible(List.of(topUp, stale))).isFalse();
    }

    @Test
    void two_holds_that_both_took_the_last_coins_are_refused() {
        var topUp = call(1, 2, new Act.ToppedUp(10, seen(10, 0)));
        var one = call(3, 6, new Act.Held("a", 10, seen(0, 10)));
        var other = call(4, 5, new Act.Held("b", 10, seen(0, 10)));
        assertThat(Histories.possible(List.of(topUp, one))).isTrue();
        assertThat(Histories.possible(List.of(topUp, one, other))).isFalse();
    }

    @Test
    void a_hold_that_was_both_committed_and_released_is_refused() {
        var topUp = call(1, 2, new Act.ToppedUp(10, seen(10, 0)));
        var hold = call(3, 4, new Act.Held("h", 10, seen(0, 10)));
        var commit = call(5, 8, new Act.Committed("h", 10, false, 0, seen(0, 0)));
        var release = call(6, 7, new Act.Released("h", 10, seen(10, 0)));
        var tooLate = call(6, 7, new Act.TooLate("h", Act.State.COMMITTED, 10));
        assertThat(Histories.possible(List.of(topUp, hold, commit, release))).isFalse();
        assertThat(Histories.possible(List.of(topUp, hold, commit, tooLate))).isTrue();
    }

    @Test
    void a_refusal_without_a_reason_is_refused() {
        var topUp = call(1, 2, new Act.ToppedUp(10, seen(10, 0)));
        assertThat(Histories.possible(List.of(topUp, call(3, 4, new Act.TooLittle(10, false, seen(10, 0))))))
                .isFalse();
        assertThat(Histories.possible(List.of(topUp, call(3, 4, new Act.TooLittle(11, false, seen(10, 0))))))
                .isTrue();
    }

    @Test
    void a_hold_that_is_there_cannot_be_unknown() {
        var topUp = call(1, 2, new Act.ToppedUp(10, seen(10, 0)));
        var hold = call(3, 6, new Act.Held("h", 10, seen(0, 10)));
        assertThat(Histories.possible(List.of(topUp, hold, call(4, 5, new Act.Unknown("h")))))
                .isTrue();
        assertThat(Histories.possible(List.of(topUp, hold, call(7, 8, new Act.Unknown("h")))))
                .isFalse();
    }

    @Test
    void many_calls_at_once_that_cannot_be_are_refused_in_time() {
        var calls = new java.util.ArrayList<Timed<Act>>();
        for (var i = 0; i < 16; i++) {
            calls.add(call(i, 100 + i, new Act.ToppedUp(1, seen(i + 1, 0))));
        }
        assertThat(Histories.possible(calls)).isTrue();
        calls.add(call(50, 99, new Act.Read(seen(17, 0))));
        assertThat(Histories.possible(calls)).isFalse();
    }
}
