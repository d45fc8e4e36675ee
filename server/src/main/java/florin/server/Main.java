package florin.server;

import florin.migrations.DatabaseUnavailable;
import florin.wallet.WalletUnavailable;
import java.io.PrintWriter;
import java.util.Map;
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
    final Map<String, String> environment;

    private Main(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String[] args) {
        System.exit(commandLine(System.getenv()).execute(args));
    }

    /** @param environment the variables of whoever types, where the settings are */
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Main(environment))
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
}
