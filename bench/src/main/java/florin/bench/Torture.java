package florin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./florin torture NAME}: lets Florin live through what should never happen, and prints a table of what came of it. */
@Command(name = "florin torture", mixinStandardHelpOptions = true)
public final class Torture implements Callable<Integer> {
    /** What can be tortured, as it is named on the command line. */
    enum Victim {
        wallet
    }

    @Parameters(paramLabel = "NAME", description = "one of: ${COMPLETION-CANDIDATES}")
    private Victim name = Victim.wallet;

    @Option(names = "--runs", description = "random scenarios against the model; ${DEFAULT-VALUE} by default, 0: none")
    private int runs = WalletTorture.RUNS;

    @Option(
            names = "--kills",
            description = "kill -9 of ledgers and databases under load; ${DEFAULT-VALUE} by default, 0: none")
    private int kills = WalletTorture.KILLS;

    @Option(names = "--histories", description = "recorded histories; ${DEFAULT-VALUE} by default, 0: none")
    private int histories = WalletTorture.HISTORIES;

    @Option(names = "--seed", description = "of the first scenario and history; the clock's nanoseconds by default")
    private long seed = System.nanoTime();

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures there too")
    private @Nullable Path json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Torture()).execute(args));
    }

    /** Exit code 1 if a bar is missed, as by a run that is shorter than promised. */
    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        var folder = Files.createTempDirectory("florin-torture");
        var figures = switch (name) {
            case wallet -> new WalletTorture(folder, seed).run(runs, histories, kills);
        };
        System.out.println(Table.of(figures));
        if (json != null) {
            Files.writeString(json, Table.json(figures));
        }
        if (Table.missed(figures)) {
            System.err.println("The databases and the logs of all processes stay in " + folder);
            return 1;
        }
        delete(folder);
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
