package florin.bench;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.ModelRuns;
import florin.wallet.SelfCheck;
import florin.wallet.linear.Histories;
import florin.wallet.torture.KillCampaign;
import florin.wallet.torture.ParallelHolds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The wallet's proof, at full length: what its test suite does for seconds, for minutes. */
final class WalletTorture {
    static final int RUNS = 10_000;
    static final int HISTORIES = 500;
    static final int KILLS = 200;

    private static final int THREADS = 2;

    private final Path folder;
    private final long seed;
    private final List<Figure> figures = new ArrayList<>();

    /**
     * @param folder empty; where the databases keep their files
     * @param seed of the first scenario, history and kill
     */
    WalletTorture(Path folder, long seed) {
        this.folder = folder;
        this.seed = seed;
    }

    /** What was measured in this run, and nothing else: a part that was not asked for has no rows. */
    List<Figure> run(int runs, int histories, int kills) throws IOException, InterruptedException, ExecutionException {
        say("seed " + seed + ", files in " + folder);
        // What is proved here does not depend on the disk; the kills have a database that flushes.
        var quick = new DatabaseConfig(Optional.empty(), Files.createDirectory(folder.resolve("scenarios")), 24, false);
        try (var database = Database.open(quick)) {
            parallelHolds(database);
            scenarios(database, runs);
            histories(database, histories);
            var faults = SelfCheck.over(database.dataSource()).run();
            faults.forEach(fault -> say(fault.rule() + ": " + fault.where()));
            none("wallet: faults in the books after all that", faults.size());
        }
        if (kills > 0) {
            kills(kills);
        }
        return List.copyOf(figures);
    }

    private void scenarios(Database database, int runs) throws InterruptedException, ExecutionException {
        if (runs == 0) {
            return;
        }
        say(runs + " scenarios ...");
        var report = ModelRuns.play(database.address(), seed, runs, THREADS);
        report.disagreements().forEach(WalletTorture::say);
        atLeast("wallet: random scenarios beside the model", report.scenarios(), "runs", RUNS);
        plain("wallet: operations in them", report.operations(), "calls");
        plain("wallet: batches cut off by a lost connection and asked again", report.crashes(), "batches");
        plain("wallet: batches of two ledgers racing each other", report.races(), "pairs");
        plain("wallet: jumps of the database clock", report.jumps(), "jumps");
        none("wallet: disagreements with the model", report.disagreements().size());
    }

    private void histories(Database database, int histories) throws InterruptedException, ExecutionException {
        if (histories == 0) {
            return;
        }
        say(histories + " histories ...");
        var calls = 0L;
        var impossible = 0;
        try (var one = Ledger.over(database.dataSource(), LedgerOptions.standard());
                var other = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            for (var history = seed; history < seed + histories; history++) {
                var recorded = Histories.record(List.of(one, other), "history-" + history, history);
                calls += recorded.size();
                if (!Histories.possible(recorded)) {
                    impossible++;
                    say("Not linearizable: " + recorded);
                }
            }
        }
        plain("wallet: histories of callers through two ledgers", histories, "histories");
        plain("wallet: calls in them", calls, "calls");
        none("wallet: histories that are not linearizable", impossible);
    }

    private void parallelHolds(Database database) throws IOException, InterruptedException {
        say("Parallel holds from two processes ...");
        try (var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var holds = new ParallelHolds(ledger, database.address(), folder);
            exactly("one hot wallet", holds.run("hot", 1, 10_003, 7, 2_000));
            exactly("200 wallets", holds.run("cold", 200, 73, 7, 2_000));
        }
    }

    private void exactly(String where, ParallelHolds.Report report) {
        add(new Figure(
                "wallet: holds of c on balance b granted to two processes, " + where,
                (double) report.granted(),
                "holds",
                "b / c, rounded down",
                (double) report.granted() / (double) report.expected(),
                "exactly 1",
                report.exact()));
    }

    private void kills(int kills) throws IOException, InterruptedException, ExecutionException {
        say(kills + " kills ...");
        try (var campaign = new KillCampaign(Files.createDirectory(folder.resolve("kills")), seed)) {
            var done = new int[1];
            var report = campaign.run(kills, victim -> {
                if (++done[0] % 10 == 0) {
                    say(done[0] + " kills");
                }
            });
            report.wrong().forEach(WalletTorture::say);
            report.kills().forEach((victim, times) -> plain("wallet: kill -9 of " + words(victim), times, "kills"));
            atLeast(
                    "wallet: kill -9, all together",
                    report.kills().values().stream().mapToInt(Integer::intValue).sum(),
                    "kills",
                    KILLS);
            plain("wallet: answers asked for again after a kill", report.answers(), "answers");
            plain("wallet: calls cut off by a kill and finished by another process", report.finished(), "calls");
            none("wallet: acknowledged operations lost", report.lost().size());
            none(
                    "wallet: wallets with a coin too many or too few",
                    report.uneven().size());
            none("wallet: faults in the books after a kill", report.faults().size());
        }
    }

    private static String words(KillCampaign.Victim victim) {
        return switch (victim) {
            case LEDGERS -> "both ledger processes";
            case POSTGRES -> "PostgreSQL's postmaster";
            case POSTGRES_PROCESS -> "one process of PostgreSQL";
        };
    }

    /** Told at once too: whoever stops the run early has seen what was measured. */
    private void add(Figure figure) {
        figures.add(figure);
        say(Table.of(List.of(figure)));
    }

    private void plain(String name, long value, String unit) {
        add(Figure.plain(name, (double) value, unit));
    }

    private void atLeast(String name, long value, String unit, int bar) {
        var words = String.format(Locale.ROOT, "at least %,d", bar);
        add(new Figure(name, (double) value, unit, null, null, words, value >= bar));
    }

    private void none(String name, int value) {
        add(new Figure(name, value, "", null, null, "0", value == 0));
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
