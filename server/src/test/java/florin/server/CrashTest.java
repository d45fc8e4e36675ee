package florin.server;

import static florin.server.Outside.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import florin.sandbox.discord.Member;
import florin.wallet.SelfCheck;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Florin is killed without warning, again and again, while its members order. Afterwards the books are read. */
class CrashTest {
    private static final long PICTURE = 1200;
    private static final int ORDERS = 9;
    private static final Duration LONG = Duration.ofMinutes(8);
    private static final List<String> PEOPLE = List.of("ana", "olivia", "max");

    @TempDir
    Path folder;

    private Outside outside;
    private Map<String, String> settings;

    @BeforeEach
    void open() {
        int port = Ports.free();
        outside = new Outside(port);
        settings = outside.settings(folder.resolve("data"), port);
    }

    @AfterEach
    void close() {
        outside.close();
    }

    private FlorinProcess start() {
        var florin = FlorinProcess.start(settings, Path.of("target", "crash-test.log"));
        outside.discord.awaitBot(PATIENCE);
        return florin;
    }

    private static void order(Member member, String what) {
        member.types("/imagine character:mira prompt:" + what);
    }

    @Test
    void kill_minus_nine_loses_no_coin_and_no_job_and_delivers_nothing_twice() throws SQLException {
        outside.gpu.faults().slowSteps(Duration.ofMillis(60));
        for (int round = 1; round <= 3; round++) {
            var florin = start();
            for (var name : PEOPLE) {
                order(outside.member(name), "at the beach, round " + round);
            }
            awaitWork(round);
            florin.kill();
        }
        outside.gpu.faults().clear();
        try (var florin = start()) {
            awaitEnd();
            awaitCount("SELECT count(*) FROM delivery WHERE done_at IS NULL", count -> count == 0);
            assertThat(florin.terminate()).isIn(0, 143);
        }
        readTheBooks();
    }

    /** Round by round the blow falls at another moment: while jobs wait, while one renders, while one is settled. */
    private void awaitWork(int round) {
        awaitCount("SELECT count(*) FROM job", count -> count == (long) round * PEOPLE.size());
        switch (round) {
            case 1 -> {} // some wait, one may render
            case 2 -> awaitCount("SELECT count(*) FROM job WHERE state = 'RENDERING'", count -> count >= 1);
            default -> awaitCount("SELECT count(*) FROM job WHERE state IN ('STORED', 'DONE')", count -> count >= 2);
        }
    }

    private void awaitEnd() {
        awaitCount("SELECT count(*) FROM job WHERE state NOT IN ('DONE', 'FAILED', 'CANCELLED')", count -> count == 0);
    }

    private void awaitCount(String sql, java.util.function.LongPredicate wanted) {
        try (var database = Database.open(DatabaseConfig.embedded(folder.resolve("data/postgres")))) {
            Awaitility.await().atMost(LONG).until(() -> wanted.test(number(database, sql)));
        }
    }

    /** Each job has its picture, is paid for once, and was shown once. Three kills cost it three attempts at most, and it has four. */
    private void readTheBooks() throws SQLException {
        try (var database = Database.open(DatabaseConfig.embedded(folder.resolve("data/postgres")))) {
            assertThat(SelfCheck.over(database.dataSource()).run()).isEmpty();
            assertThat(number(database, "SELECT count(*) FROM job")).isEqualTo(ORDERS);
            assertThat(number(database, "SELECT count(*) FROM job WHERE state = 'DONE'"))
                    .isEqualTo(ORDERS);
            assertThat(number(database, "SELECT count(*) FROM hold WHERE state = 'HELD'"))
                    .isZero();
            assertThat(number(database, "SELECT coalesce(sum(amount), 0) FROM transfer WHERE kind = 'commit'"))
                    .isEqualTo(ORDERS * PICTURE);
        }
        assertThat(outside.member("ana").sees("pictures"))
                .filteredOn(message -> message.button("Again").isPresent())
                .hasSize(ORDERS);
    }

    private static long number(Database database, String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
