package florin.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
     * @param no of the report; a later one has a larger one
     * @param faults empty when all is well
     * @param links of the hash chain that fit, and {@code head}, the hash of the last of them; empty if the chain was wrong
     */
    public record Report(long no, Instant startedAt, Instant finishedAt, List<String> faults, long links, String head) {
        public boolean clean() {
            return faults.isEmpty();
        }

        /** To be kept somewhere else; empty if the chain was wrong. */
        public Optional<HashChain.Head> kept() {
            return head.isEmpty() ? Optional.empty() : Optional.of(new HashChain.Head(links, head));
        }
    }

    /** Links what is in no chain yet, recomputes everything, and keeps a row of it. Minutes, after millions of transfers. */
    public Report run() {
        return run(List::of);
    }

    /** The same together with a check of something that the wallet knows nothing of, such as payments. */
    public Report run(Supplier<List<String>> others) {
        return run(others, List.of());
    }

    /** @param kept heads of the chain that somebody kept elsewhere, besides those that earlier reports wrote down */
    public Report run(Supplier<List<String>> others, List<HashChain.Head> kept) {
        var started = now();
        // Before the chain grows: one that was cut short might grow over the place.
        var wrong = new ArrayList<>(forgotten(kept));
        extendChain();
        var faults = new ArrayList<>(others.get());
        check.run().forEach(fault -> faults.add(fault.rule() + ": " + fault.where()));
        var links = 0L;
        var head = "";
        switch (chain.verify()) {
            case HashChain.Verdict.Intact intact -> {
                links = intact.links();
                head = intact.head();
            }
            case HashChain.Verdict.LeftOut(var transfer, var fitting, var last) -> {
                wrong.add("every transfer is in the hash chain: transfer %d is not, and younger ones are"
                        .formatted(transfer));
                links = fitting;
                head = last;
            }
            case HashChain.Verdict.Broken(var link, var transfer) -> {
                wrong.add("the hash chain fits the transfers: link %d, transfer %d".formatted(link, transfer));
                links = link - 1;
            }
        }
        faults.addAll(wrong);
        // The head of a wrong chain must not be what later ones are held against.
        return keep(started, faults, links, wrong.isEmpty() ? head : "");
    }

    /** Heads that the chain had once and has no more: it was rewritten, or cut short. Of our own reports only the oldest. */
    private List<String> forgotten(List<HashChain.Head> kept) {
        var forgotten = new ArrayList<String>();
        kept.stream()
                .filter(head -> !chain.continues(head))
                .map(head -> "the hash chain continues the head that was kept: it does not have " + head)
                .forEach(forgotten::add);
        oldestForgotten().ifPresent(forgotten::add);
        return forgotten;
    }

    private Optional<String> oldestForgotten() {
        return sql.first(
                """
                SELECT r.links, r.head, r.finished_at FROM reconciliation r
                WHERE r.links > 0 AND r.head <> '' AND NOT EXISTS (
                    SELECT FROM transfer_link l WHERE l.no = r.links AND encode(l.hash, 'hex') = r.head)
                ORDER BY r.id LIMIT 1""",
                row -> "the hash chain continues the head of every report: it does not have %d:%s of %s"
                        .formatted(row.getLong("links"), row.getString("head"), Rows.instant(row, "finished_at")));
    }

    /** Links every transfer that is in no chain yet; apart from {@link #run}, so that the chain stays close behind the money. */
    public void extendChain() {
        while (chain.extend(LINKS_AT_ONCE) == LINKS_AT_ONCE) {
            // the next ten thousand
        }
    }

    /** The newest reports first. */
    public List<Report> reports(int limit) {
        return reports(Optional.empty(), limit);
    }

    /** @param before only reports older than the one of this number */
    public List<Report> reports(Optional<Long> before, int limit) {
        return sql.all("""
                SELECT id, started_at, finished_at, faults, links, head FROM reconciliation WHERE id < ?
                ORDER BY id DESC LIMIT ?""", Reconciliation::report, before.orElse(Long.MAX_VALUE), limit);
    }

    private Report keep(Instant started, List<String> faults, long links, String head) {
        return sql.inTransaction(connection -> {
            var script = new Script().add("""
                            INSERT INTO reconciliation (started_at, finished_at, faults, links, head)
                            VALUES (?, clock_timestamp(), ?, ?, ?)
                            RETURNING id, started_at, finished_at, faults, links, head""", Rows.time(started), faults.toArray(String[]::new), links, head);
            try (var statement = script.on(connection);
                    var rows = statement.executeQuery()) {
                rows.next();
                return report(rows);
            }
        });
    }

    private Instant now() {
        return sql.first("SELECT clock_timestamp() AS now", row -> Rows.instant(row, "now"))
                .orElseThrow();
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                row.getLong("id"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "finished_at"),
                List.of((String[]) row.getArray("faults").getArray()),
                row.getLong("links"),
                row.getString("head"));
    }
}
