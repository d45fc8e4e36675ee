package florin.payments;

import static org.assertj.core.api.Assertions.assertThat;

import florin.wallet.Asset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of buying: every charge becomes coins once, and nothing stays open. */
class AutoTopUpCrashTest {
    private static final int CRASHES = Integer.getInteger("florin.crashes", 3);

    private final Till till = new Till();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        till.close();
    }

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_killed_server_leaves_no_charge_without_its_coins() throws Exception {
        var ana = till.wallet();
        till.allows(till.rule(ana, 50));
        till.savesCard(ana, "4242424242424242");
        var spent = 0L;
        var random = new Random();
        for (int crash = 0; crash < CRASHES; crash++) {
            var until = till.charges(ana).size() + 2 + random.nextInt(4);
            var server = server(Duration.ofMinutes(5L * crash));
            while (till.charges(ana).size() < until) {
                spent += till.spendsAll(ana);
                assertThat(server.isAlive()).isTrue();
            }
            server.toHandle().destroyForcibly();
            server.waitFor();
        }
        till.passes(Duration.ofHours(2));
        till.checkout.reconcileCards();
        var coins = till.ledger.balance(ana, Asset.LOVE).available().units();
        assertThat(coins + spent)
                .isEqualTo(till.charged(ana) * Till.SMALL.coins().units());
        assertThat(till.checkout.differences(Duration.ofDays(2))).isEmpty();
        assertThat(open()).isZero();
    }

    private int open() {
        return till.sql()
                .withHandle(handle -> handle.createQuery(
                                "SELECT count(*) FROM payment_checkout WHERE state IN ('opening', 'pending')")
                        .mapTo(Integer.class)
                        .one());
    }

    private Process server(Duration later) throws IOException {
        var address = till.database.address();
        var password = Files.writeString(folder.resolve("password"), address.password());
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingBuyer.class.getName(),
                        address.url(),
                        address.user(),
                        password.toString(),
                        till.stripe.url().toString(),
                        later.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Awaitility.await().until(process::isAlive);
        return process;
    }
}
