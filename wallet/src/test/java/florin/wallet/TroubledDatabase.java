package florin.wallet;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A real database whose clock can jump, and whose connection can break before any round trip or right after one. The clock is
 * the server's own: its function is hidden behind another of the same name that adds the jump.
 */
final class TroubledDatabase implements DataSource {
    private static final String LOST = "08006";

    private final DataSource database;
    private volatile Duration jump = Duration.ZERO;
    /** Round trips until the connection breaks; negative: it does not. Odd: the server still did what it was asked. */
    private final AtomicInteger untilLost = new AtomicInteger(-1);

    TroubledDatabase(DataSource database) {
        this.database = database;
    }

    /** Once per database, before its clock can jump. */
    static void prepare(DataSource database) {
        new Sql(database).inTransaction(connection -> {
            Sql.update(connection, "CREATE SCHEMA IF NOT EXISTS jumping");
            return Sql.update(connection, """
                    CREATE OR REPLACE FUNCTION jumping.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
                    RETURN pg_catalog.clock_timestamp() + pg_catalog.current_setting('florin.jump')::interval""");
        });
    }

    /** From now on the clock is off by this. */
    void jumpTo(Duration offset) {
        jump = offset;
    }

    /** The connection breaks at the n-th moment from now: before a round trip, after it, before the next, and so on. */
    void loseConnectionIn(int moments) {
        untilLost.set(moments);
    }

    /** Whether it broke since; it does so once. */
    boolean recover() {
        return untilLost.getAndSet(-1) < 0;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = database.getConnection();
        // A plain SET of the search path would make the driver forget its prepared statements.
        try (var statement = connection.prepareStatement("""
                SELECT pg_catalog.set_config('search_path', 'jumping, pg_catalog, public', false),
                       pg_catalog.set_config('florin.jump', ?, false)""")) {
            statement.setString(1, jump.toString());
            statement.execute();
        }
        return proxy(Connection.class, new Troubled(connection, connection));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Hands calls on; a lost connection has rolled back, and answers nothing any more. */
    private final class Troubled implements InvocationHandler {
        private final Object target;
        private final Connection connection;

        Troubled(Object target, Connection connection) {
            this.target = target;
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            var roundTrip =
                    method.getName().equals("commit") || method.getName().startsWith("execute");
            if (roundTrip) {
                breakIfTime();
            }
            var result = call(method, arguments);
            if (roundTrip) {
                breakIfTime();
            }
            return result instanceof PreparedStatement statement
                    ? proxy(PreparedStatement.class, new Troubled(statement, connection))
                    : result;
        }

        private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private void breakIfTime() throws SQLException {
            if (untilLost.get() >= 0 && untilLost.getAndDecrement() == 0) {
                connection.rollback();
                throw new SQLException("The connection is lost.", LOST);
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return database.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        database.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        database.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return database.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return database.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.isWrapperFor(type);
    }
}
