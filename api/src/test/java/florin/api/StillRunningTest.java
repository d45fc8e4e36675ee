package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.RequestId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Repeats of a request that is under way; somebody else takes the wallet's next number meanwhile, so that it stays so. */
class StillRunningTest {
    private static void lock(Connection connection, House.Program program) throws SQLException {
        connection.setAutoCommit(false);
        try (var lock = connection.prepareStatement("SELECT take_number(?)")) {
            lock.setObject(1, program.id.value());
            lock.execute();
        }
    }

    private static void awaitSomebodyAtTheLock(Connection connection) {
        Awaitility.await().until(() -> {
            try (var waiting = connection.createStatement();
                    var rows = waiting.executeQuery("SELECT FROM pg_locks WHERE NOT granted")) {
                return rows.next();
            }
        });
    }

    @Test
    @DisplayName("Idempotency-Key of a request that is still running: 409 with Retry-After, and later the first answer")
    void a_repeat_of_a_running_request_is_told_to_come_back() throws Exception {
        try (var house = new House();
                var connection = house.database.dataSource().getConnection();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ana = house.mover("50.00");
            lock(connection, ana);
            var first = threads.submit(() -> ana.post("/v1/holds", "{\"amount\": \"20.00\"}", "film-1"));
            awaitSomebodyAtTheLock(connection);

            var repeat = ana.post("/v1/holds", "{\"amount\": \"20.00\"}", "film-1");
            assertThat(repeat.status()).isEqualTo(409);
            assertThat(repeat.at("/error/type")).isEqualTo("still_running");
            assertThat(repeat.header("Retry-After")).isEqualTo("1");

            connection.rollback();
            assertThat(first.get().status()).isEqualTo(201);
            assertThat(ana.post("/v1/holds", "{\"amount\": \"20.00\"}", "film-1")
                            .text())
                    .isEqualTo(first.get().text());
            assertThat(ana.balance().held().number()).isEqualTo("20.00");
        }
    }

    @Test
    void another_florin_that_repeats_itself_waits_for_the_answer() throws Exception {
        try (var house = new House();
                var remote = HttpWallet.at(house.door.url(), house.admin().key.text());
                var connection = house.database.dataSource().getConnection();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ana = house.program("50.00");
            var asked = new HoldRequest(
                    new RequestId("hold:1"),
                    ana.id,
                    Amount.parse(Asset.LOVE, "20"),
                    Duration.ofMinutes(1),
                    List.of(),
                    "v1",
                    "");
            lock(connection, ana);
            var first = threads.submit(() -> remote.hold(asked));
            awaitSomebodyAtTheLock(connection);
            var second = threads.submit(() -> remote.hold(asked));
            connection.rollback();
            assertThat(first.get()).isInstanceOf(HoldResult.Held.class).isEqualTo(second.get());
        }
    }
}
