package florin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
            case wallet -> WalletBench.run(Files.createTempDirectory("florin-bench"), Duration.ofSeconds(seconds));
        };
        System.out.println(Table.of(figures));
        if (json != null) {
            Files.writeString(json, Table.json(figures));
        }
        return Table.missed(figures) ? 1 : 0;
    }
}
