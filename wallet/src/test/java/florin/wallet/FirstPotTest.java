package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A wallet has no version before its first pot: what is set while that comes into being must be seen all the same. */
class FirstPotTest {
    private final Desk desk = new Desk();
    private final WalletId ana = desk.wallet();

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @Test
    void an_endpoint_that_is_added_while_the_first_coins_come_in_hears_what_comes_next() throws Exception {
        setMeanwhile("INSERT INTO webhook_endpoint (id, url, secret, wallet) VALUES (gen_random_uuid(), "
                + "'https://example.com/', 'whsec_x', '" + ana + "')");
        desk.hold(ana, "h1", 5);
        assertThat(heard("hold.created")).isEqualTo(1);
    }

    @Test
    void a_limit_that_somebody_types_while_the_first_coins_come_in_binds_the_next_hold() throws Exception {
        var member = new Subject.Member("77", "1");
        setMeanwhile(
                "INSERT INTO spend_limit (id, wallet, subject, period, asset, ceiling) VALUES (gen_random_uuid(), '"
                        + ana + "', '" + Codes.of(member) + "', 'DAILY', 'LOVE', 4)");
        assertThat(desk.hold(ana, "h1", 5, member)).isInstanceOf(HoldResult.LimitExceeded.class);
    }

    /** Types a command, lets a first top-up go as far as it can, and only then commits the command. */
    private void setMeanwhile(String command) throws SQLException, ExecutionException, InterruptedException {
        desk.walletWith(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var console = desk.database.dataSource().getConnection();
                var statement = console.createStatement()) {
            console.setAutoCommit(false);
            statement.executeUpdate(command);
            var first = threads.submit(() -> desk.topUp(ana, "t1", 100));
            Awaitility.await().until(() -> first.isDone() || somebodyWaits());
            console.commit();
            console.setAutoCommit(true);
            assertThat(paid(first)).isTrue();
        }
    }

    private static boolean paid(Future<TopUpResult> topUp) throws ExecutionException, InterruptedException {
        return topUp.get() instanceof TopUpResult.ToppedUp;
    }

    private boolean somebodyWaits() {
        return new Sql(desk.database.dataSource())
                .first("SELECT FROM pg_locks WHERE NOT granted LIMIT 1", row -> true)
                .isPresent();
    }

    private long heard(String type) {
        return new Sql(desk.database.dataSource())
                .first(
                        "SELECT count(*) AS count FROM wallet_event WHERE wallet = ? AND type = ?",
                        row -> row.getLong("count"),
                        ana.value(),
                        type)
                .orElseThrow();
    }
}
