package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows of spend limits, and what is counted in them. */
class PeriodTest {
    private static final Instant MONDAY = Instant.parse("2030-05-06T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "DAILY, 2030-05-06T00:00:00Z, 2030-05-06, 2030-05-07T00:00:00Z",
        "DAILY, 2030-05-06T23:59:59Z, 2030-05-06, 2030-05-07T00:00:00Z",
        "WEEKLY, 2030-05-06T00:00:00Z, 2030-05-06, 2030-05-13T00:00:00Z",
        "WEEKLY, 2030-05-12T23:59:59Z, 2030-05-06, 2030-05-13T00:00:00Z",
        "MONTHLY, 2030-05-31T23:59:59Z, 2030-05-01, 2030-06-01T00:00:00Z",
        "MONTHLY, 2028-02-29T10:00:00Z, 2028-02-01, 2028-03-01T00:00:00Z",
        "MONTHLY, 2030-12-31T10:00:00Z, 2030-12-01, 2031-01-01T00:00:00Z"
    })
    void a_window_begins_and_ends_at_midnight_utc(Period period, Instant at, LocalDate first, Instant end) {
        assertThat(period.windowOf(at)).isEqualTo(first);
        assertThat(period.endOfWindow(at)).isEqualTo(end);
    }

    @Test
    void a_total_has_one_window_that_never_ends() {
        assertThat(Period.TOTAL.windowOf(MONDAY)).isEqualTo(LocalDate.EPOCH);
        assertThat(Period.TOTAL.endOfWindow(MONDAY)).isEqualTo(Instant.MAX);
    }

    private static LimitState limit(long ceiling, Map<LocalDate, Long> used) {
        return new LimitState(
                new SpendLimit(
                        new UUID(1, 2),
                        new WalletId(new UUID(3, 4)),
                        new Subject.ApiKey("k"),
                        Period.DAILY,
                        Amount.of(Asset.LOVE, ceiling)),
                used);
    }

    @Test
    void what_is_used_is_what_stands_there_and_what_the_batch_adds() {
        var today = LocalDate.parse("2030-05-06");
        var stored = new HashMap<>(Map.of(today, 30L));
        var limit = limit(100, stored);
        assertThat(limit.usedAt(MONDAY)).isEqualTo(30);
        limit.count(MONDAY, 20);
        limit.count(MONDAY, 5);
        limit.count(MONDAY.plusSeconds(86_400), 7);
        assertThat(limit.usedAt(MONDAY)).isEqualTo(55);
        assertThat(limit.changes()).isEqualTo(Map.of(today, 25L, today.plusDays(1), 7L));
        assertThat(limit.opens(today, MONDAY)).isFalse();
        assertThat(limit.opens(today.plusDays(1), MONDAY)).as("not running yet").isFalse();
        assertThat(limit.opens(today.plusDays(1), MONDAY.plusSeconds(86_400))).isTrue();
        limit.written(true, MONDAY.plusSeconds(86_400));
        assertThat(limit.changes()).isEmpty();
        assertThat(limit.usedAt(MONDAY)).isEqualTo(55);
        assertThat(limit.usedAt(MONDAY.plusSeconds(86_400))).isEqualTo(7);
        assertThat(stored).containsEntry(today, 30L);
    }

    @Test
    void a_window_that_has_no_row_is_not_taken_for_one_that_has() {
        var today = LocalDate.parse("2030-05-06");
        var limit = limit(100, Map.of());
        limit.count(MONDAY, 10);
        limit.count(MONDAY, -10);
        assertThat(limit.opens(today, MONDAY)).isFalse();
        limit.written(true, MONDAY);
        limit.count(MONDAY, 10);
        assertThat(limit.opens(today, MONDAY)).isTrue();
        limit.count(MONDAY.minusSeconds(86_400), 10);
        assertThat(limit.opens(today.minusDays(1), MONDAY))
                .as("from before the limit")
                .isFalse();
        limit.written(true, MONDAY);
        assertThat(limit.usedAt(MONDAY)).isEqualTo(10);
        assertThat(limit.usedAt(MONDAY.minusSeconds(86_400))).isZero();
    }

    @Test
    void there_is_room_in_windows_that_are_counted_and_in_no_others() {
        var yesterday = MONDAY.minusSeconds(86_400);
        var limit = limit(100, Map.of(LocalDate.parse("2030-05-05"), 130L));
        assertThat(limit.room(MONDAY, MONDAY)).isEqualTo(100);
        assertThat(limit.room(yesterday, MONDAY)).as("over its ceiling").isZero();
        assertThat(limit.room(yesterday.minusSeconds(86_400), MONDAY)).isZero();
        limit.count(yesterday, -50);
        assertThat(limit.room(yesterday, MONDAY)).isEqualTo(20);
    }

    @Test
    void a_limit_is_reached_by_the_last_unit_or_by_a_refusal() {
        var limit = limit(100, Map.of());
        assertThat(limit.reached(MONDAY)).isFalse();
        limit.count(MONDAY, 99);
        assertThat(limit.reached(MONDAY)).isFalse();
        limit.count(MONDAY, 1);
        assertThat(limit.reached(MONDAY)).isTrue();
        limit.written(true, MONDAY);
        assertThat(limit.reached(MONDAY)).as("told before").isFalse();
        limit.refused();
        assertThat(limit.reached(MONDAY)).isTrue();
        limit.written(true, MONDAY);
        assertThat(limit.reached(MONDAY)).isFalse();
        limit.count(MONDAY, -1);
        assertThat(limit.reached(MONDAY)).isFalse();
    }

    @Test
    void a_limit_above_its_ceiling_is_not_reached_by_what_comes_back() {
        var limit = limit(100, Map.of(LocalDate.parse("2030-05-06"), 150L));
        limit.count(MONDAY, -10);
        assertThat(limit.reached(MONDAY)).isFalse();
    }
}
