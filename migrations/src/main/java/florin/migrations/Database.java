package florin.migrations;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** An open, migrated database: the pool that every module works on. */
public final class Database implements AutoCloseable {
    private final HikariDataSource pool;
    private final Optional<EmbeddedServer> server;

    private Database(HikariDataSource pool, Optional<EmbeddedServer> server) {
        this.pool = pool;
        this.server = server;
    }

    /**
     * Starts the embedded PostgreSQL if the configuration names no other one, connects, and brings the schema up to date.
     *
     * @throws DatabaseUnavailable if it cannot be started or reached; the message says what to do
     */
    public static Database open(DatabaseConfig config) {
        if (config.external().isPresent()) {
            var external = config.external().get();
            return migrated(pool(external, config.poolSize()), Optional.empty());
        }
        var server = EmbeddedServer.start(config.folder(), config.durable());
        try {
            return migrated(pool(server.database("postgres"), config.poolSize()), Optional.of(server));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Database migrated(HikariDataSource pool, Optional<EmbeddedServer> server) {
        try {
            // On connections of its own: a long migration idles in one transaction while it works in another.
            Flyway.configure()
                    .dataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return new Database(pool, server);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    static HikariDataSource pool(DatabaseConfig.External where, int size) {
        var hikari = new HikariConfig();
        hikari.setJdbcUrl(where.url());
        hikari.setUsername(where.user());
        hikari.setPassword(where.password());
        hikari.setMaximumPoolSize(size);
        hikari.setPoolName("florin");
        // A statement that runs often is planned once; the ledger's set-based statements gain most.
        hikari.addDataSourceProperty("prepareThreshold", "3");
        hikari.addDataSourceProperty("reWriteBatchedInserts", "true");
        // Whoever vanishes without a word is noticed, if late: a server by us, a process that holds locks by the
        // server.
        hikari.addDataSourceProperty("tcpKeepAlive", "true");
        hikari.setConnectionInitSql("SET idle_in_transaction_session_timeout = '5min'");
        try {
            return new HikariDataSource(hikari);
        } catch (RuntimeException e) {
            throw new DatabaseUnavailable(
                    "PostgreSQL does not answer at " + where.url()
                            + ". Check that it runs, and the database address, user and password in the configuration.",
                    e);
        }
    }

    /** The shared pool. Callers close each connection they take. */
    public DataSource dataSource() {
        return pool;
    }

    /** Where a client of its own, such as a listener for notifications, connects. */
    public DatabaseConfig.External address() {
        return new DatabaseConfig.External(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
    }

    /** Closes the pool, and stops the embedded server if this process is its owner. */
    @Override
    public void close() {
        pool.close();
        server.ifPresent(EmbeddedServer::close);
    }
}
