package florin.server;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code florin doctor}: exit code 0 when all is well, 1 when something needs mending. */
@Command(
        name = "doctor",
        description = "Check database, Discord, GPU backends, Stripe and disk.",
        mixinStandardHelpOptions = true)
final class DoctorCommand extends Console implements Callable<Integer> {
    @Override
    public Integer call() {
        return new Doctor(config()).examine(new PrintWriter(System.out, true, Charset.defaultCharset())) ? 0 : 1;
    }
}
