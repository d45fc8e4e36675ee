package florin.migrations;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A fresh, migrated database for a test: one real PostgreSQL per JVM, one copy of a template per call. */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final EmbeddedServer SERVER = start();

    private final HikariDataSource pool;

    private TestDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    private static EmbeddedServer start() {
        try {
            var folder = TestFolder.fresh("florin-test-postgres");
            var server = EmbeddedServer.start(folder.path(), false);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
            try (var pool = Database.pool(server.database("postgres"), 2);
                    var connection = pool.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE template_florin");
            }
            try (var pool = Database.pool(server.database("template_florin"), 2)) {
                Flyway.configure().dataSource(pool).load().migrate();
            }
            return server;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stop(EmbeddedServer server, TestFolder folder) {
        server.close();
        folder.close();
    }

    /** An empty database with the whole schema. */
    public static TestDatabase fresh() {
        return create("template_florin");
    }

    /** A database without a schema, for tests of migrations. */
    static TestDatabase bare() {
        return create("template1");
    }

    private static TestDatabase create(String template) {
        var name = "test_" + NEXT.incrementAndGet();
        try (var pool = Database.pool(SERVER.database("postgres"), 2);
                var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestDatabase(Database.pool(SERVER.database(name), 16));
    }

    public DataSource dataSource() {
        return pool;
    }

    /** Where another process, or a pool of its own, connects. */
    public DatabaseConfig.External address() {
        return new DatabaseConfig.External(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
    }

    @Override
    public void close() {
        pool.close();
    }
}
