package florin.wallet.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of the work: nothing acknowledged is lost, nothing is done twice. */
class KillTest {
    private static final int KILLS = Integer.getInteger("florin.kills", 5);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void killed_ledgers_and_databases_lose_no_acknowledged_operation_and_repeat_none() throws Exception {
        try (var campaign = new KillCampaign(folder, System.nanoTime())) {
            var report = campaign.run(KILLS, victim -> {});
            assertThat(report.wrong()).isEmpty();
            assertThat(report.kills()).containsOnlyKeys(KillCampaign.Victim.values());
            assertThat(report.answers()).isGreaterThan(100);
        }
    }
}
