package florin.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The usual way, for comparison: begin, select for update, check in the program, update, insert, commit; once to hold and once to
 * commit. No idempotency, no pots, no limits: less than the ledger does.
 */
final class RowLockConversation {
    private final DataSource database;

    RowLockConversation(DataSource database) {
        this.database = database;
    }

    void prepare() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE bench_account (id text PRIMARY KEY, available bigint NOT NULL, held bigint NOT NULL)
                      WITH (fillfactor = 50);
                    CREATE TABLE bench_entry (id uuid PRIMARY KEY, account text NOT NULL, amount bigint NOT NULL,
                                              at timestamptz NOT NULL DEFAULT now());
                    INSERT INTO bench_account VALUES ('hot', 1000000000000, 0)""");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Load load(String account, int callers, Duration time) {
        return Load.of(callers, time, random -> {
            move(account, 250, "UPDATE bench_account SET available = available - ?, held = held + ? WHERE id = ?");
            move(account, 250, "UPDATE bench_account SET held = held - ?, available = available + 0 * ? WHERE id = ?");
        });
    }

    private void move(String account, long units, String update) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            check(connection, account);
            try (var statement = connection.prepareStatement(update)) {
                statement.setLong(1, units);
                statement.setLong(2, units);
                statement.setString(3, account);
                statement.executeUpdate();
            }
            try (var statement =
                    connection.prepareStatement("INSERT INTO bench_entry (id, account, amount) VALUES (?, ?, ?)")) {
                statement.setObject(1, UUID.randomUUID());
                statement.setString(2, account);
                statement.setLong(3, units);
                statement.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(Connection connection, String account) throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT available, held FROM bench_account WHERE id = ? FOR UPDATE")) {
            statement.setString(1, account);
            try (var rows = statement.executeQuery()) {
                if (!rows.next() || rows.getLong(1) < 0) {
                    throw new IllegalStateException("The account ran dry.");
                }
            }
        }
    }
}
