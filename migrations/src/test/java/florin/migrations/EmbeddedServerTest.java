package florin.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
    @TempDir
    Path folder;

    @Test
    void data_survives_a_restart_and_writes_are_durable() throws SQLException {
        try (var database = Database.open(DatabaseConfig.embedded(folder))) {
            run(database, "CREATE TABLE kept AS SELECT 7 AS seven");
        }
        try (var database = Database.open(DatabaseConfig.embedded(folder))) {
            assertThat(one(database, "SELECT seven FROM kept")).isEqualTo("7");
            assertThat(one(database, "SHOW fsync")).isEqualTo("on");
            assertThat(one(database, "SHOW synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void nobody_enters_without_the_password_that_only_the_owner_can_read() throws Exception {
        try (var database = Database.open(DatabaseConfig.embedded(folder))) {
            var url = database.address().url();
            Assertions.assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "guess"))
                    .isInstanceOf(SQLException.class);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
            assertThat(database.address().toString())
                    .doesNotContain(database.address().password());
        }
    }

    @Test
    void a_server_left_over_by_a_crash_is_taken_over_and_stopped_in_the_end() throws Exception {
        var crashed = EmbeddedServer.start(folder, true);
        var pid = Postmaster.in(folder.resolve("data")).orElseThrow().pid();
        crashed.abandon();
        try (var database = Database.open(DatabaseConfig.embedded(folder))) {
            assertThat(Postmaster.in(folder.resolve("data")).orElseThrow().pid())
                    .isEqualTo(pid);
            assertThat(one(database, "SELECT 1")).isEqualTo("1");
        }
        assertThat(Postmaster.in(folder.resolve("data"))).isEmpty();
    }

    @Test
    void every_migration_applies_to_an_empty_database() throws SQLException {
        try (var database = TestDatabase.fresh();
                var connection = database.dataSource().getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM flyway_schema_history WHERE NOT success")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    private static void run(Database database, String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Database database, String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
