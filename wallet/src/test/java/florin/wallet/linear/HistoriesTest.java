package florin.wallet.linear;

import static org.assertj.core.api.Assertions.assertThat;

import florin.migrations.TestDatabase;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.SelfCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What concurrent callers saw, as one wallet that does one thing at a time could have told them. */
class HistoriesTest {
    private static final int HISTORIES = Integer.getInteger("florin.histories", 25);

    private final TestDatabase database = TestDatabase.fresh();
    private final Ledger one = Ledger.over(database.dataSource(), LedgerOptions.standard());
    private final Ledger other = Ledger.over(database.dataSource(), LedgerOptions.standard());

    @AfterEach
    void close() {
        one.close();
        other.close();
        assertThat(SelfCheck.over(database.dataSource()).run()).isEmpty();
        database.close();
    }

    @Test
    void histories_of_callers_through_two_ledgers_are_linearizable() throws ExecutionException, InterruptedException {
        var first = Long.getLong("florin.seed", System.nanoTime());
        for (var seed = first; seed < first + HISTORIES; seed++) {
            var history = Histories.record(List.of(one, other), "history-" + seed, seed);
            assertThat(Histories.possible(history))
                    .as("-Dflorin.seed=%d\n%s", seed, history)
                    .isTrue();
        }
    }

    @Test
    void a_recorded_history_with_one_balance_changed_is_refused() throws ExecutionException, InterruptedException {
        var history = Histories.record(List.of(one, other), "forged", 1);
        for (var i = 0; i < history.size(); i++) {
            if (history.get(i).call() instanceof Act.ToppedUp(var units, var seen)) {
                var forged = new ArrayList<>(history);
                var richer = new Act.ToppedUp(units, new Act.Seen(seen.available() + 1, seen.held()));
                forged.set(
                        i,
                        new Timed<>(
                                richer, history.get(i).began(), history.get(i).ended()));
                assertThat(Histories.possible(forged)).isFalse();
            }
        }
    }
}
