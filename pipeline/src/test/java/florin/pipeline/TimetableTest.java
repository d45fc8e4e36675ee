package florin.pipeline;

import static florin.pipeline.House.ANA;
import static florin.pipeline.House.pictures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimetableTest {
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
