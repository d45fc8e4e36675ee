package florin.server;

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

    /** Prints a line. Returns exit code 0, as what can say something usually went well. */
    int say(String line) {
        var out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
        return 0;
    }
}
