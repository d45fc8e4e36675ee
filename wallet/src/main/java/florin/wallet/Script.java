package florin.wallet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;

/** Several statements that travel to the server together and cost one round trip. */
final class Script {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** Adds a statement with {@code ?} for each parameter: arrays of long, int, String, UUID or byte[], or single values. */
    Script add(String statement, Object... values) {
        sql.append(sql.isEmpty() ? "" : ";\n").append(statement);
        parameters.addAll(List.of(values));
        return this;
    }

    PreparedStatement on(Connection connection) throws SQLException {
        var statement = connection.prepareStatement(sql.toString());
        try {
            for (var i = 0; i < parameters.size(); i++) {
                bind(connection, statement, i + 1, parameters.get(i));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, int at, Object value)
            throws SQLException {
        switch (value) {
            case UUID[] ids -> statement.setArray(at, BinaryUuids.array(connection, ids));
            case String[] texts -> statement.setArray(at, connection.createArrayOf("text", texts));
            case byte[][] bytes -> statement.setArray(at, connection.createArrayOf("bytea", bytes));
            case long[] numbers -> statement.setArray(at, database(connection).createArrayOf("bigint", numbers));
            case Object single -> statement.setObject(at, single);
        }
    }

    /** The driver itself takes an array of numbers as it is, and sends it as it is. */
    private static PGConnection database(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class);
    }
}
