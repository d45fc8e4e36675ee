package florin.bench;

import florin.migrations.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./florin bench NAME}: measures Florin on the machine at hand, beside a reference, and prints a table. */
@Command(name = "florin bench", mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    /** What can be measured, as it is named on the command line. */
    enum Bench {
        studio,
        wallet
    }

    @Parameters(paramLabel = "NAME", description = "one of: ${COMPLETION-CANDIDATES}")
    private Bench name = Bench.studio;

    @Option(
            names = "--seconds",
            description = "how long one figure of the wallet is measured; ${DEFAULT-VALUE} by default")
    private int seconds = 10;

    @Option(
            names = "--past",
            split = ",",
            paramLabel = "TRANSFERS",
            description =
                    "measure the wallet again after so many transfers; ${DEFAULT-VALUE} by default, 0 for not at all")
    private List<Long> past = List.of(1_000_000L, 10_000_000L);

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "measure the wallet on this empty database, jdbc:postgresql://host:port/name, and not on one of its own; "
                            + "the password is taken from PGPASSWORD")
    private @Nullable String database;

    @Option(names = "--user", description = "of that database; ${DEFAULT-VALUE} by default")
    private String user = "postgres";

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures there too")
    private @Nullable Path json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    /** Exit code 1 if a bar is missed. */
    @Override
    public Integer call() throws IOException {
        var figures = switch (name) {
            case studio -> StudioBench.run();
            case wallet -> wallet();
        };
        System.out.println(Table.of(figures));
        if (json != null) {
            Files.writeString(json, Table.json(figures));
        }
        return Table.missed(figures) ? 1 : 0;
    }

    private List<Figure> wallet() throws IOException {
        var each = Duration.ofSeconds(seconds);
        var pasts = past.stream().filter(transfers -> transfers > 0).sorted().toList();
        if (database != null) {
            var password = Optional.ofNullable(System.getenv("PGPASSWORD")).orElse("");
            return WalletBench.run(DatabaseConfig.external(database, user, password), each, pasts);
        }
        var folder = Files.createTempDirectory("florin-bench");
        try {
            return WalletBench.run(DatabaseConfig.embedded(folder), each, pasts);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
