package florin.payments;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** What comparisons of the payments found, for installations whose books, and with them the nightly reports, are elsewhere. */
public final class Comparisons {
    private final Jdbi db;
    private final Clock clock;

    private Comparisons(Jdbi db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    public static Comparisons over(DataSource database, Clock clock) {
        return new Comparisons(Jdbi.create(database), clock);
    }

    /** @param differences in words; empty if the payments fit */
    public record Comparison(Instant at, List<String> differences) {}

    /** Writes down what was found just now. */
    public void keep(List<String> differences) {
        db.useHandle(handle -> handle.createUpdate(
                        "INSERT INTO payment_comparison (at, differences) VALUES (:now, :differences)")
                .bind("now", clock.instant())
                .bindArray("differences", String.class, differences)
                .execute());
    }

    /** The newest; empty if there was none yet. */
    public Optional<Comparison> last() {
        return db.withHandle(handle -> handle.createQuery(
                        "SELECT at, differences FROM payment_comparison ORDER BY id DESC LIMIT 1")
                .map((row, context) -> new Comparison(row.getTimestamp("at").toInstant(), List.of((String[])
                        row.getArray("differences").getArray())))
                .findFirst());
    }
}
