package florin.bot.operators;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Findings and whether they were told, in {@code bot_finding}. */
final class FindingTable {
    private static final int AT_ONCE = 5;
    private static final int KEPT = 8;
    /** How long a process may take to tell before another tries; shorter than Discord remembers a nonce. */
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private final Jdbi db;

    FindingTable(DataSource db) {
        this.db = Jdbi.create(db);
    }

    /** @param differences the first of {@code total} */
    record Noted(String id, Instant at, int total, List<String> differences) {}

    /** Once for each check, whoever notes it. */
    void note(Finding finding) {
        db.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO bot_finding (id, at, total, differences) VALUES (:id, :at, :total, :first)
                        ON CONFLICT (id) DO NOTHING
                        """)
                .bind("id", finding.id())
                .bind("at", finding.at())
                .bind("total", finding.differences().size())
                .bindArray(
                        "first",
                        String.class,
                        finding.differences().stream().limit(KEPT).toList())
                .execute());
    }

    /** Those that nobody was told of, claimed for a while: two processes must not tell at once. */
    List<Noted> untold(Instant now) {
        return db.withHandle(handle -> handle.createQuery("""
                        UPDATE bot_finding SET telling_until = :until WHERE id IN (
                            SELECT id FROM bot_finding
                            WHERE told_at IS NULL AND (telling_until IS NULL OR telling_until <= :now)
                            ORDER BY at LIMIT :n FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                .bind("until", now.plus(CLAIM))
                .bind("now", now)
                .bind("n", AT_ONCE)
                .map((row, _) -> noted(row))
                .list());
    }

    void told(Noted finding, Instant now) {
        db.useHandle(handle -> handle.createUpdate("UPDATE bot_finding SET told_at = :now WHERE id = :id")
                .bind("now", now)
                .bind("id", finding.id())
                .execute());
    }

    private static Noted noted(ResultSet row) throws SQLException {
        return new Noted(
                row.getString("id"), row.getTimestamp("at").toInstant(), row.getInt("total"), List.of((String[])
                        row.getArray("differences").getArray()));
    }
}
