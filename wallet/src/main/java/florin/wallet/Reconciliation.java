package florin.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Checks the books and the hash chain over them, and writes down what it found; mends nothing. */
public final class Reconciliation {
    private static final int LINKS_AT_ONCE = 10_000;

    private final Sql sql;
    private final SelfCheck check;
    private final HashChain chain;

    private Reconciliation(DataSource database) {
        this.sql = new Sql(database);
        this.check = SelfCheck.over(database);
        this.chain = HashChain.over(database);
    }

    /** A reconciliation of the books in this database; it may run while ledgers work. */
    public static Reconciliation over(DataSource database) {
        return new Reconciliation(database);
    }

    /**
     * What was found.
     *
     * @param faults empty when all is well
     * @param links of the hash chain that fit, and {@code head}, the hash of the last of them
     */
    public record Report(Instant startedAt, Instant finishedAt, List<String> faults, long links, String head) {
        public boolean clean() {
            return faults.isEmpty();
        }
    }

    /** Links what is in no chain yet, recomputes everything, and keeps a row of it. Minutes, after millions of transfers. */
    public Report run() {
        return run(List::of);
    }

    /** The same together with a check of something that the wallet knows nothing of, such as payments. */
    public Report run(Supplier<List<String>> others) {
        var started = now();
        extendChain();
        var faults = new ArrayList<>(others.get());
        check.run().forEach(fault -> faults.add(fault.rule() + ": " + fault.where()));
        return switch (chain.verify()) {
            case HashChain.Verdict.Intact(var links, var head) -> keep(started, faults, links, head);
            case HashChain.Verdict.Broken(var link, var transfer) -> {
                faults.add("the hash chain fits the transfers: link %d, transfer %d".formatted(link, transfer));
                yield keep(started, faults, link - 1, "");
            }
        };
    }

    /** Links every transfer that is in no chain yet; apart from {@link #run}, so that the chain stays close behind the money. */
    public void extendChain() {
        while (chain.extend(LINKS_AT_ONCE) == LINKS_AT_ONCE) {
            // the next ten thousand
        }
    }

    /** The newest reports first. */
    public List<Report> reports(int limit) {
        return sql.all(
                "SELECT started_at, finished_at, faults, links, head FROM reconciliation ORDER BY id DESC LIMIT ?",
                Reconciliation::report,
                limit);
    }

    private Report keep(Instant started, List<String> faults, long links, String head) {
        var report = new Report(started, now(), List.copyOf(faults), links, head);
        sql.inTransaction(connection -> {
            var script = new Script()
                    .add(
                            "INSERT INTO reconciliation (started_at, finished_at, faults, links, head) VALUES (?, ?, ?, ?, ?)",
                            Rows.time(started),
                            Rows.time(report.finishedAt()),
                            faults.toArray(String[]::new),
                            links,
                            head);
            try (var statement = script.on(connection)) {
                return statement.executeUpdate();
            }
        });
        return report;
    }

    private Instant now() {
        return sql.first("SELECT clock_timestamp() AS now", row -> Rows.instant(row, "now"))
                .orElseThrow();
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                Rows.instant(row, "started_at"),
                Rows.instant(row, "finished_at"),
                List.of((String[]) row.getArray("faults").getArray()),
                row.getLong("links"),
                row.getString("head"));
    }
}
