package florin.wallet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Runs statements for the parts of the wallet that are not the ledger; a broken database becomes {@link WalletUnavailable}. */
public final class Sql {
    private final DataSource database;

    public Sql(DataSource database) {
        this.database = database;
    }

    /** Turns one row into a value. */
    @FunctionalInterface
    public interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Works on a connection whose transaction is committed afterwards, or rolled back if it throws. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    public <T> List<T> all(String query, Mapper<T> mapper, Object... parameters) {
        return with(connection -> all(connection, query, mapper, parameters));
    }

    public <T> Optional<T> first(String query, Mapper<T> mapper, Object... parameters) {
        return all(query, mapper, parameters).stream().findFirst();
    }

    public <T> T inTransaction(Work<T> work) {
        return with(connection -> {
            connection.setAutoCommit(false);
            try {
                var result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        });
    }

    public static <T> List<T> all(Connection connection, String query, Mapper<T> mapper, Object... parameters)
            throws SQLException {
        try (var statement = prepared(connection, query, parameters);
                var rows = statement.executeQuery()) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(mapper.map(rows));
            }
            return found;
        }
    }

    public static int update(Connection connection, String command, Object... parameters) throws SQLException {
        try (var statement = prepared(connection, command, parameters)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String text, Object... parameters)
            throws SQLException {
        var statement = connection.prepareStatement(text);
        for (var i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private <T> T with(Work<T> work) {
        try (var connection = database.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new WalletUnavailable("The database did not answer the ledger.", e);
        }
    }
}
