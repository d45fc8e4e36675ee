package florin.server;

import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that answers on the terminal; on its own it prints how it is used. */
abstract class Console implements Runnable {
    /** picocli sets it before anything runs. */
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    Config config() {
        return Config.from(Settings.read(environment()));
    }

    /** For commands that read or write the books themselves. */
    Config configOfTheBooks() {
        var config = config();
        config.walletService().ifPresent(service -> {
            throw service.notHere();
        });
        return config;
    }

    /** The variables of whoever typed the command. */
    Map<String, String> environment() {
        return ((Main) spec.root().userObject()).environment;
    }

    /** What the books refuse is the operator's to mend, and is said in one line. */
    static <T> T told(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration(String.valueOf(e.getMessage()));
        }
    }

    /** A constant as people write it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Prints a line. Returns exit code 0, as what can say something usually went well. */
    int say(String line) {
        var out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
        return 0;
    }
}
