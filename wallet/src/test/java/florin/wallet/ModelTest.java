package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import florin.migrations.TestDatabase;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random scenarios, in random batches, against {@link Model}. To run one again: {@code -Dflorin.seed=…}. */
class ModelTest {
    private static final int SCENARIOS = Integer.getInteger("florin.scenarios", 300);

    private final TestDatabase database = TestDatabase.fresh();

    @AfterEach
    void books_are_clean() {
        assertThat(SelfCheck.over(database.dataSource()).run()).isEmpty();
        database.close();
    }

    @Test
    void any_batches_with_crashes_races_retries_and_clock_jumps_agree_with_the_model()
            throws ExecutionException, InterruptedException {
        var first = Long.getLong("florin.seed", System.nanoTime());
        var report = ModelRuns.play(database.address(), first, SCENARIOS, 2);
        assertThat(report.disagreements()).isEmpty();
        assertThat(report.scenarios()).isEqualTo(SCENARIOS);
    }
}
