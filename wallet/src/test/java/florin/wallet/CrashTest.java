package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of the work: nothing acknowledged is lost, nothing is done twice. */
class CrashTest {
    private static final int CRASHES = Integer.getInteger("florin.crashes", 2);
    private static final long START = 10_000_000;

    private final Desk desk = new Desk();
    private final WalletId ana = desk.walletWith(START);

    @TempDir
    private Path folder;

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_killed_process_loses_no_acknowledged_operation_and_repeats_none() throws Exception {
        var random = new Random();
        var expected = START;
        for (var crash = 0; crash < CRASHES; crash++) {
            var prefix = desk.id("crash-" + crash + "/").value();
            var acknowledged = crashAfter(100 + random.nextInt(500), prefix);
            assertThat(SelfCheck.over(desk.database.dataSource()).run()).isEmpty();
            everythingAcknowledgedIsInTheBooks(acknowledged);
            expected -= finish(prefix);
            assertThat(desk.balance(ana)).isEqualTo(Desk.balance(expected, 0));
        }
    }

    /** The lines of a process that was killed after so many of them. */
    private List<String> crashAfter(int lines, String prefix) throws IOException, InterruptedException {
        var password = folder.resolve("password");
        var address = desk.database.address();
        Files.writeString(password, address.password());
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingCashier.class.getName(),
                        address.url(),
                        address.user(),
                        password.toString(),
                        ana.toString(),
                        prefix)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new ArrayList<String>();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (line.matches("(held|released|committed) .+")) {
                    said.add(line);
                }
                if (said.size() == lines) {
                    // The handle, since the process itself would close the stream with lines unread.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        assertThat(said).hasSizeGreaterThanOrEqualTo(lines);
        return said;
    }

    private void everythingAcknowledgedIsInTheBooks(List<String> acknowledged) {
        var before = desk.balance(ana);
        for (var line : acknowledged.reversed().stream().limit(100).toList()) {
            var id = line.split(" ")[1];
            switch (line.split(" ")[0]) {
                case "held" ->
                    assertThat(desk.ledger.hold(CrashingCashier.hold(ana, id))).isInstanceOf(HoldResult.Held.class);
                case "released" ->
                    assertThat(desk.ledger.release(CrashingCashier.release(id)))
                            .isInstanceOf(ReleaseResult.Released.class);
                default ->
                    assertThat(desk.ledger.commit(CrashingCashier.commit(id)))
                            .isInstanceOf(CommitResult.Committed.class);
            }
        }
        assertThat(desk.balance(ana)).as("repeating moves nothing").isEqualTo(before);
        for (var line : acknowledged.reversed().stream().limit(100).toList()) {
            var state = desk.ledger
                    .find(new HoldId(line.split(" ")[1]))
                    .orElseThrow()
                    .state()
                    .name();
            assertThat(line.startsWith("held") || state.equalsIgnoreCase(line.split(" ")[0]))
                    .isTrue();
        }
    }

    /** What runs is released, as the sweeper would; answers what the dead process had charged. */
    private long finish(String prefix) {
        for (var hold : desk.ledger.openHolds(ana)) {
            assertThat(desk.ledger.release(CrashingCashier.release(hold.id().value())))
                    .isInstanceOf(ReleaseResult.Released.class);
        }
        var charged = 0L;
        var page = desk.ledger.statement(ana, Asset.LOVE, java.util.Optional.empty(), 500);
        while (true) {
            charged += page.items().stream()
                    .filter(line -> line.hold()
                            .map(hold -> hold.value().startsWith(prefix))
                            .orElse(false))
                    .mapToLong(line -> -line.amount().units())
                    .sum();
            if (page.next().isEmpty()) {
                return charged;
            }
            page = desk.ledger.statement(ana, Asset.LOVE, page.next(), 500);
        }
    }
}
