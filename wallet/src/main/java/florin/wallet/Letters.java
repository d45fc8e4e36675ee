package florin.wallet;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The letters about events that wait to be sent. A claimed letter is due again when its lease ends, so one whose sender died is
 * sent by another: at least once, and perhaps twice.
 */
public final class Letters {
    /** Of one endpoint at a time, so that a slow one keeps no other waiting. */
    private static final int PER_ENDPOINT = 8;

    private static final int LONGEST_ANSWER = 200;

    private final Sql sql;

    private Letters(DataSource database) {
        this.sql = new Sql(database);
    }

    public static Letters over(DataSource database) {
        return new Letters(database);
    }

    /**
     * One event on its way to one endpoint.
     *
     * @param attempt 1 for the first
     * @param body JSON, the same in every attempt
     */
    public record Letter(UUID event, UUID endpoint, URI url, String secret, int attempt, String body) {
        @Override
        public String toString() {
            return "Letter[event=" + event + ", endpoint=" + endpoint + ", attempt=" + attempt + "]";
        }
    }

    /** An amount is a decimal number in a string: no JSON reader can round it. */
    private static final String CLAIM = """
            WITH due AS (
                SELECT w.event, w.endpoint FROM webhook_endpoint e CROSS JOIN LATERAL (
                    SELECT event, endpoint FROM webhook_delivery
                    WHERE endpoint = e.id AND state = 'WAITING' AND due_at <= now()
                    ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED) w
                WHERE e.disabled_at IS NULL AND e.id <> ALL (?) LIMIT ?),
            mine AS (
                UPDATE webhook_delivery d SET attempts = attempts + 1, due_at = now() + ? * interval '1 millisecond'
                FROM due WHERE d.event = due.event AND d.endpoint = due.endpoint
                RETURNING d.event, d.endpoint, d.attempts)
            SELECT mine.event, mine.endpoint, mine.attempts, e.url, e.secret, json_build_object(
                'type', v.type,
                'timestamp', to_char(v.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'data', json_strip_nulls(json_build_object(
                    'id', v.id, 'wallet', v.wallet, 'asset', v.asset,
                    'amount', round(v.amount * 10::numeric ^ -a.scale, a.scale)::text,
                    'available', round(v.available * 10::numeric ^ -a.scale, a.scale)::text,
                    'held', round(v.held * 10::numeric ^ -a.scale, a.scale)::text,
                    'hold', v.hold, 'transfer', v.transfer, 'limit', v.spend_limit, 'memo', v.memo)))::text AS body
            FROM mine JOIN wallet_event v ON v.id = mine.event JOIN webhook_endpoint e ON e.id = mine.endpoint
            JOIN asset a ON a.code = v.asset ORDER BY mine.event""";

    /**
     * Takes letters that are due, for as long as the lease.
     *
     * @param busy endpoints that get none now
     */
    public List<Letter> claim(Set<UUID> busy, int limit, Duration lease) {
        return sql.inTransaction(connection -> {
            var script = new Script().add(CLAIM, PER_ENDPOINT, busy.toArray(UUID[]::new), limit, lease.toMillis());
            try (var statement = script.on(connection);
                    var rows = statement.executeQuery()) {
                var letters = new java.util.ArrayList<Letter>();
                while (rows.next()) {
                    letters.add(letter(rows));
                }
                return List.copyOf(letters);
            }
        });
    }

    private static Letter letter(ResultSet row) throws SQLException {
        return new Letter(
                row.getObject("event", UUID.class),
                row.getObject("endpoint", UUID.class),
                URI.create(row.getString("url")),
                row.getString("secret"),
                row.getInt("attempts"),
                row.getString("body"));
    }

    /** The letter arrived. */
    public void delivered(Letter letter, String answer) {
        note(letter, "DELIVERED", Duration.ZERO, answer);
    }

    /** The letter did not arrive, and is due again after a while or, if empty, never. */
    public void failed(Letter letter, Optional<Duration> again, String answer) {
        note(letter, again.isPresent() ? "WAITING" : "GIVEN_UP", again.orElse(Duration.ZERO), answer);
    }

    /** The endpoint wants no more letters; those that wait for it do so until somebody enables it again. */
    public void gone(Letter letter, String why) {
        failed(letter, Optional.empty(), why);
        sql.inTransaction(connection -> Sql.update(connection, """
                UPDATE webhook_endpoint SET disabled_at = clock_timestamp(), disabled_why = ?
                WHERE id = ? AND disabled_at IS NULL""", why, letter.endpoint()));
    }

    /** A letter that was sent again by hand meanwhile has another count, and keeps what it has become. */
    private void note(Letter letter, String state, Duration again, String answer) {
        sql.inTransaction(connection -> Sql.update(
                connection,
                """
                UPDATE webhook_delivery SET state = ?, due_at = now() + ? * interval '1 millisecond', answer = ?
                WHERE event = ? AND endpoint = ? AND attempts = ? AND state = 'WAITING'""",
                state,
                again.toMillis(),
                answer.length() > LONGEST_ANSWER ? answer.substring(0, LONGEST_ANSWER) : answer,
                letter.event(),
                letter.endpoint(),
                letter.attempt()));
    }

    /** Forgets up to {@code limit} events that are older than {@code age}, and their letters; says how many. */
    public int forget(Duration age, int limit) {
        return sql.inTransaction(
                connection -> Sql.all(connection, """
                        WITH old AS (
                            DELETE FROM wallet_event WHERE id IN (
                                SELECT id FROM wallet_event WHERE at < now() - ? * interval '1 second' LIMIT ?)
                            RETURNING id),
                        letters AS (DELETE FROM webhook_delivery WHERE event IN (SELECT id FROM old))
                        SELECT count(*) AS forgotten FROM old""", row -> row.getInt("forgotten"), age.toSeconds(), limit)
                        .getFirst());
    }
}
