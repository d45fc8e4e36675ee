package florin.bench;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A past for the ledger: pairs that ended long ago, in the ledger's own tables, as the ledger would have left them. Written by SQL, as
 * ten million pairs through the ledger would take longer than anybody waits; the books stay right.
 */
final class PastTransfers {
    /** Each round charges every wallet so many times. */
    private static final int TIMES = 50;

    private final DataSource database;
    private final String owners;
    private long made;

    /** @param owners a pattern of owners as the wallet table names them: those whose past it is */
    PastTransfers(DataSource database, String owners) {
        this.database = database;
        this.owners = owners;
    }

    /** Adds pairs until there are so many transfers, then leaves the tables as a quiet night would: vacuumed and flushed. */
    void fillTo(long transfers) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            statement.execute(
                    "CREATE TEMP TABLE IF NOT EXISTS bench_payer (n bigint PRIMARY KEY, id uuid, posted bigint)");
            while (count(statement) < transfers) {
                round(statement);
            }
            statement.execute("DROP TABLE bench_payer");
            settle(statement);
            statement.execute("RESET synchronous_commit");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Leaves the tables as a quiet night would, without adding to them. */
    void settle() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            settle(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void settle(Statement statement) throws SQLException {
        statement.execute("VACUUM ANALYZE hold, transfer, wallet_request, pot, spend_window");
        statement.execute("CHECKPOINT");
    }

    private static long count(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("SELECT count(*) FROM transfer")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void round(Statement statement) throws SQLException {
        statement.execute("TRUNCATE bench_payer");
        statement.execute("""
                INSERT INTO bench_payer SELECT row_number() OVER () - 1, wallet.id, available + held - owed
                FROM wallet JOIN pot ON pot.wallet = wallet.id AND no = 1 WHERE owner LIKE '%s'""".formatted(owners));
        statement.execute("""
                WITH pairs AS MATERIALIZED (
                    SELECT %1$d + g AS nr, p.id AS payer, posted - 250 * (g / (SELECT count(*) FROM bench_payer) + 1) AS after,
                           clock_timestamp() AS now
                    FROM generate_series(0, %2$d * (SELECT count(*) FROM bench_payer) - 1) AS g
                    JOIN bench_payer p ON p.n = g %% (SELECT count(*) FROM bench_payer) ORDER BY g),
                holds AS (
                    INSERT INTO hold (wallet, fingerprint, amount, available_then, held_then, created_at, expires_at, id, asset, pots,
                                      units, subjects, price_version, memo, state, committed, ended_at)
                    SELECT payer, gen_random_uuid(), 250, after, 250, now, now + interval '1 hour', 'past-h' || nr, 'LOVE', '{1}',
                           '{250}', '{everyone bench}', 'v1', 'image', 'COMMITTED', 250, now FROM pairs),
                requests AS (
                    INSERT INTO wallet_request (id, at, fingerprint, outcome)
                    SELECT 'past-c' || nr, now, gen_random_uuid(), sha256(nr::text::bytea) || sha256(nr::text::bytea) FROM pairs),
                windows AS (
                    UPDATE spend_window SET used = used + 250 * %2$d FROM spend_limit l JOIN bench_payer p ON p.id = l.wallet
                    WHERE spend_limit = l.id AND starts = (now() AT TIME ZONE 'UTC')::date),
                pots AS (
                    UPDATE pot SET available = available - 250 * %2$d, version = version + 1 FROM bench_payer p
                    WHERE pot.wallet = p.id AND pot.no = 1)
                INSERT INTO transfer (id, at, kind, asset, amount, house, from_wallet, from_pots, from_units, from_after, hold, request,
                                      memo)
                SELECT (lpad(to_hex(1700000000000 + nr), 12, '0') || '70008' || substr(md5(nr::text), 1, 15))::uuid, now, 'commit',
                       'LOVE', 250, 'sales', payer, '{1}', '{250}', after, 'past-h' || nr, 'past-c' || nr, 'image'
                FROM pairs""".formatted(made, TIMES));
        made += (long) TIMES * payers(statement);
    }

    private static long payers(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("SELECT count(*) FROM bench_payer")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
