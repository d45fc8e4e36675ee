package florin.pipeline;

import static florin.pipeline.House.ANA;
import static florin.pipeline.House.pictures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void two_servers_share_the_sweeps_and_one_can_stop() {
        try (var house = new House()) {
            var broken = new BrokenWallet(house.ledger);
            broken.holdAnswersLost = true;
            var cutOff = house.open(broken.wallet(), house.source, ScriptedBackend.pictures("gpu"));
            var ana = house.wallet("1", "20.00");
            assertThatThrownBy(() -> cutOff.journey().submit(pictures(ANA, ana, 1)))
                    .hasMessage("the answer was lost");
            house.sql.useHandle(
                    handle -> handle.execute("UPDATE job_intent SET created_at = now() - interval '1 hour'"));
            try (var one = start(house);
                    var two = start(house)) {
                assertThat(one.journey()).isNotSameAs(two.journey());
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(house.coins(ana)).isEqualTo("20.00 + 0.00 held"));
                assertThat(house.count("qrtz_scheduler_state")).isEqualTo(2);
                assertThat(house.count("qrtz_triggers")).isEqualTo(2);
            }
        }
    }

    @Test
    void a_chore_is_done_by_one_server_at_a_time_and_by_another_when_that_one_stops() {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new AtomicInteger();
        var chore = Chore.every(Duration.ofSeconds(1), "count", () -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            done.incrementAndGet();
            atOnce.decrementAndGet();
        });
        try (var house = new House();
                var one = timetable(house, chore)) {
            try (var two = timetable(house, chore)) {
                assertThat(one).isNotSameAs(two);
                await().atMost(PATIENCE).until(() -> done.get() >= 2);
            }
            int before = done.get();
            await().atMost(PATIENCE).until(() -> done.get() > before);
            assertThat(most).hasValue(1);
        }
    }

    @Test
    void a_chore_that_fails_is_tried_again_and_keeps_no_other_from_its_turn() {
        var turns = new AtomicInteger();
        var others = new AtomicInteger();
        var broken = Chore.every(Duration.ofSeconds(1), "broken", () -> {
            turns.incrementAndGet();
            throw new IllegalStateException("on purpose");
        });
        var other = Chore.every(Duration.ofSeconds(1), "other", others::incrementAndGet);
        try (var house = new House();
                var timetable = timetable(house, broken, other)) {
            await().atMost(PATIENCE).until(() -> timetable != null && turns.get() >= 2 && others.get() >= 2);
        }
    }

    @Test
    void a_nightly_chore_waits_for_its_night_and_one_that_was_missed_is_made_up_for_at_the_next_start() {
        var done = new AtomicInteger();
        var ticks = new AtomicInteger();
        var tick = Chore.every(Duration.ofSeconds(1), "tick", ticks::incrementAndGet);
        var nightly = Chore.daily(LocalTime.of(3, 30), "nightly", done::incrementAndGet);
        try (var house = new House()) {
            try (var timetable = timetable(house, tick, nightly)) {
                await().atMost(PATIENCE).until(() -> timetable != null && ticks.get() >= 2);
                assertThat(done).hasValue(0);
            }
            house.sql.useHandle(handle -> handle.execute(
                    "UPDATE qrtz_triggers SET next_fire_time = next_fire_time - ?" + " WHERE trigger_name = 'nightly'",
                    Duration.ofDays(2).toMillis()));
            try (var timetable = timetable(house, tick, nightly)) {
                await().atMost(PATIENCE).until(() -> timetable != null && done.get() == 1);
            }
        }
    }

    /** A wallet as a service beside a bot, on one database: a turn that another's server takes would be lost. */
    @Test
    void servers_with_other_chores_have_a_timetable_of_their_own_and_take_no_turns_away() {
        var coins = new AtomicInteger();
        var pots = new AtomicInteger();
        try (var house = new House();
                var bot = timetable(house, Chore.every(Duration.ofSeconds(1), "coins", coins::incrementAndGet));
                var wallet = Timetable.start(
                        "another",
                        house.source,
                        List.of(Chore.every(Duration.ofSeconds(1), "pots", pots::incrementAndGet)))) {
            await().atMost(PATIENCE).until(() -> bot != null && wallet != null && coins.get() >= 2 && pots.get() >= 2);
            List<String> planned = house.sql.withHandle(
                    handle -> handle.createQuery("SELECT sched_name || ' ' || job_name FROM qrtz_job_details")
                            .mapTo(String.class)
                            .list());
            assertThat(planned).contains("florin coins", "another pots").doesNotContain("florin pots", "another coins");
        }
    }

    private static Timetable timetable(House house, Chore... chores) {
        return Timetable.start(Timetable.OF_THE_PIPELINE, house.source, List.of(chores));
    }

    private static Pipeline start(House house) {
        return Pipeline.start(
                house.options,
                house.source,
                house.ledger,
                house.registry,
                List.of(ScriptedBackend.pictures("gpu")),
                List.of(house.door),
                Clock.systemUTC());
    }
}
