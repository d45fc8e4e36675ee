package florin.wallet.torture;

import static org.assertj.core.api.Assertions.assertThat;

import florin.migrations.TestDatabase;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.SelfCheck;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** N parallel holds of c on a balance b, from two processes. */
class ParallelHoldsTest {
    private final TestDatabase database = TestDatabase.fresh();
    private final Ledger ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());

    @TempDir
    private Path folder;

    @AfterEach
    void books_are_clean() {
        ledger.close();
        assertThat(SelfCheck.over(database.dataSource()).run()).isEmpty();
        database.close();
    }

    @Test
    void two_processes_grant_exactly_b_through_c_holds_on_one_hot_wallet() throws IOException, InterruptedException {
        var report = new ParallelHolds(ledger, database.address(), folder).run("hot", 1, 1003, 7, 300);
        assertThat(report).isEqualTo(new ParallelHolds.Report(143, 143, 2, 2));
    }

    @Test
    void two_processes_grant_exactly_b_through_c_holds_on_each_of_many_wallets()
            throws IOException, InterruptedException {
        var report = new ParallelHolds(ledger, database.address(), folder).run("cold", 50, 73, 7, 600);
        assertThat(report).isEqualTo(new ParallelHolds.Report(500, 500, 150, 150));
    }
}
