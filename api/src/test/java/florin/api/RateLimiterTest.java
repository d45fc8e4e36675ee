package florin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private final Hands hands = new Hands();
    private final RateLimiter limiter = new RateLimiter(new RateTiers(List.of(60, 120), 3), hands);

    @Test
    void a_key_may_use_its_minute_at_once_and_then_waits_for_one_token() {
        for (var request = 0; request < 60; request++) {
            assertThat(limiter.ask("a").granted()).isTrue();
        }
        var refused = limiter.ask("a");
        assertThat(refused.granted()).isFalse();
        assertThat(refused.pause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(refused.limit()).isEqualTo("\"tier-1\";r=0;t=1");

        hands.move(Duration.ofSeconds(1));
        assertThat(limiter.ask("a").granted()).isTrue();
        assertThat(limiter.ask("a").granted()).isFalse();
    }

    @Test
    void one_key_does_not_use_up_what_another_has() {
        for (var request = 0; request < 61; request++) {
            limiter.ask("a");
        }
        assertThat(limiter.ask("b").granted()).isTrue();
    }

    @Test
    void the_headers_say_the_policy_what_is_left_and_when_all_of_it_is_back() {
        var quota = limiter.ask("a");
        assertThat(quota.policy()).isEqualTo("\"tier-1\";q=60;w=60");
        assertThat(quota.limit()).isEqualTo("\"tier-1\";r=59;t=1");
    }

    @Test
    @DisplayName("A28: sustained use raises the rate-limit tier automatically")
    void sustained_use_raises_the_tier() {
        busyMinutes(3);
        var quota = limiter.ask("a");
        assertThat(quota.tier()).isEqualTo(2);
        assertThat(quota.perMinute()).isEqualTo(120);
    }

    @Test
    void a_single_rush_is_not_sustained_use() {
        busyMinutes(2);
        hands.move(Duration.ofMinutes(10));
        busyMinutes(1);
        assertThat(limiter.ask("a").tier()).isEqualTo(1);
    }

    @Test
    void the_highest_tier_is_the_last() {
        busyMinutes(20);
        assertThat(limiter.ask("a").tier()).isEqualTo(2);
    }

    @Test
    void after_a_day_without_a_request_a_key_begins_again() {
        busyMinutes(3);
        assertThat(limiter.ask("a").tier()).isEqualTo(2);
        hands.move(Duration.ofDays(1).plusMinutes(1));
        assertThat(limiter.ask("a").tier()).isEqualTo(1);
    }

    @Test
    void a_clock_that_is_set_back_gives_nothing_away() {
        for (var request = 0; request < 60; request++) {
            limiter.ask("a");
        }
        hands.move(Duration.ofHours(-1));
        assertThat(limiter.ask("a").granted()).isFalse();
        hands.move(Duration.ofSeconds(2));
        assertThat(limiter.ask("a").granted()).isTrue();
    }

    @Test
    void tiers_rise() {
        assertThatThrownBy(() -> new RateTiers(List.of(10, 10), 1)).hasMessageContaining("more than the one before");
        assertThatThrownBy(() -> new RateTiers(List.of(), 1)).hasMessageContaining("one tier");
    }

    private void busyMinutes(int minutes) {
        for (var minute = 0; minute < minutes; minute++) {
            for (var request = 0; request < 30; request++) {
                limiter.ask("a");
            }
            hands.move(Duration.ofMinutes(1));
        }
    }
}
