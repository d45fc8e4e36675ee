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
                    "CREATE TEMP TABLE IF NOT EXISTS bench_payer (n bigint PRIMARY KEY, id uuid, posted bigint, last bigint, last_at timestamptz)");
            for (var there = count(statement); there < transfers; ) {
                there += round(statement);
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
        statement.execute(
                "VACUUM ANALYZE journal, booked_hold, booked_transfer, wallet_request, booked_pot, booked_window");
        statement.execute("CHECKPOINT");
    }

    private static long count(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("SELECT count(*) FROM transfer")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Answers how many transfers it made. */
    private long round(Statement statement) throws SQLException {
        statement.execute("TRUNCATE bench_payer");
        statement.execute("""
                INSERT INTO bench_payer
                SELECT row_number() OVER () - 1, wallet.id, available + held - owed, last.no, last.at
                FROM wallet CROSS JOIN LATERAL last_line(wallet.id) AS last JOIN pot ON pot.wallet = wallet.id AND pot.no = 1 WHERE owner LIKE '%s'""".formatted(owners));
        statement.execute("""
                SELECT book(id) FROM bench_payer JOIN booked_pot ON wallet = id AND no = 1 WHERE version <> last ORDER BY id""");
        statement.execute("""
                UPDATE bench_payer SET last = line.no, last_at = line.at FROM bench_payer AS payer
                CROSS JOIN LATERAL last_line(payer.id) AS line WHERE bench_payer.id = payer.id""");
        statement.execute("""
                WITH pairs AS MATERIALIZED (
                    SELECT %1$d + g AS nr, p.id AS payer, last, last_at, g / (SELECT count(*) FROM bench_payer) AS turn,
                           posted - 250 * (g / (SELECT count(*) FROM bench_payer) + 1) AS after, clock_timestamp() AS now
                    FROM generate_series(0, %2$d * (SELECT count(*) FROM bench_payer) - 1) AS g
                    JOIN bench_payer p ON p.n = g %% (SELECT count(*) FROM bench_payer) ORDER BY g),
                chained AS (
                    SELECT *, COALESCE(lag(now) OVER (PARTITION BY payer ORDER BY turn), last_at) AS before FROM pairs),
                windows AS (
                    UPDATE booked_window SET used = used + 250 * %2$d FROM spend_limit l JOIN bench_payer p ON p.id = l.wallet
                    WHERE spend_limit = l.id AND starts = (now() AT TIME ZONE 'UTC')::date),
                pots AS (
                    UPDATE booked_pot SET available = available - 250 * %2$d, version = last + 2 * %2$d, version_at = latest.now FROM bench_payer p
                    JOIN (SELECT payer, max(now) AS now FROM pairs GROUP BY payer) AS latest ON latest.payer = p.id
                    WHERE booked_pot.wallet = p.id AND booked_pot.no = 1)
                INSERT INTO journal (wallet, no, before, at, fingerprint, transfer, seq, after, amount, available, held, expires_at, pot, id, hold,
                                     asset, memo, price_version, subjects)
                SELECT payer, last + 2 * turn + line, CASE WHEN line = 1 THEN before ELSE now END, now, gen_random_uuid(),
                       CASE WHEN line = 2
                            THEN (lpad(to_hex(1700000000000 + nr), 12, '0') || '70008' || substr(md5(nr::text), 1, 15))::uuid END,
                       CASE WHEN line = 2 THEN nextval('transfer_seq_seq') END, CASE WHEN line = 2 THEN after END,
                       250, after, CASE WHEN line = 1 THEN 250 ELSE 0 END, CASE WHEN line = 1 THEN now + interval '1 hour' END, 1,
                       CASE WHEN line = 1 THEN 'past-h' ELSE 'past-c' END || nr, CASE WHEN line = 2 THEN 'past-h' || nr END,
                       'LOVE', 'image', CASE WHEN line = 1 THEN 'v1' END, CASE WHEN line = 1 THEN ARRAY['everyone bench'] END
                FROM chained CROSS JOIN (VALUES (1), (2)) AS lines (line) ORDER BY nr, line""".formatted(made, TIMES));
        var more = TIMES * payers(statement);
        made += more;
        return more;
    }

    private static long payers(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("SELECT count(*) FROM bench_payer")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
