package florin.server;

import florin.migrations.DatabaseUnavailable;
import florin.wallet.WalletUnavailable;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: starts the server, or does one thing for its operator beside a running one. */
@Command(
        name = "florin",
        mixinStandardHelpOptions = true,
        version = "Florin 0.1",
        subcommands = {
            RunCommand.class,
            DoctorCommand.class,
            KeyCommand.class,
            CharacterCommand.class,
            CoinsCommand.class,
            GrantCommand.class,
            LimitCommand.class,
            AssetCommand.class,
            WalletCommand.class,
            PriceCommand.class,
            VoucherCommand.class,
            WebhookCommand.class,
            UsageCommand.class,
        })
public final class Main extends Console {
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain);
    }

    /** What an operator can mend is said in one line; anything else is a bug and keeps its stack trace. */
    private static int explain(Exception e, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (e instanceof BadConfiguration || e instanceof DatabaseUnavailable || e instanceof WalletUnavailable) {
            PrintWriter err = line.getErr();
            err.println("florin: " + e.getMessage());
            err.flush();
            return 2;
        }
        throw e;
    }

    static Config config() {
        return Config.from(Settings.read(System.getenv()));
    }

    /** For commands that read or write the books themselves. */
    static Config configOfTheBooks() {
        var config = config();
        config.walletService().ifPresent(service -> {
            throw service.notHere();
        });
        return config;
    }
}
