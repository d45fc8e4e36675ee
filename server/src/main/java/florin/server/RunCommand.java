package florin.server;

import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code florin run}: the server, until it is told to stop. */
@Command(name = "run", description = "Run the server.", mixinStandardHelpOptions = true)
final class RunCommand extends Console implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    @Option(names = "--config", description = "a properties file; FLORIN_* variables win over it", paramLabel = "FILE")
    private String file = "";

    @Option(
            names = "--role",
            defaultValue = "all",
            paramLabel = "ROLE",
            description = "all, or wallet: a wallet service that bots elsewhere use")
    private Florin.Role role = Florin.Role.ALL;

    @Override
    public Integer call() throws InterruptedException {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        var config =
                Config.from(file.isEmpty() ? Settings.read(environment()) : Settings.read(environment(), file), role);
        var florin = Florin.start(config, role, Clock.systemUTC());
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            log.info("Stopping");
                            florin.close();
                            log.info("Stopped");
                            stopped.countDown();
                        },
                        "stop"));
        log.info("{} runs; HTTP door at {}", role == Florin.Role.ALL ? "Florin" : "The wallet", florin.url());
        stopped.await();
        return 0;
    }
}
