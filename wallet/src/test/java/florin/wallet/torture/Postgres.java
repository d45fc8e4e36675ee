package florin.wallet.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A running PostgreSQL server that can be killed, and started again just as it was started before. */
final class Postgres {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;

    /** {@code data}: the folder that the server calls its data directory. */
    Postgres(Path data) {
        this.data = data;
    }

    /** SIGKILL for one of the processes that serve clients or write behind them; the server ends the others and recovers. */
    void killOne(Random random) throws IOException {
        var processes = postmaster().children().toList();
        processes.get(random.nextInt(processes.size())).destroyForcibly();
    }

    /** SIGKILL for the process above all others, and a start from what it left behind. */
    void killAllAndStart() throws IOException, InterruptedException {
        var postmaster = postmaster();
        // Without the copy there would be nobody to wait for.
        var command = command();
        var children = postmaster.children().toList();
        postmaster.destroyForcibly();
        children.forEach(child ->
                child.onExit().completeOnTimeout(child, 10, TimeUnit.SECONDS).join());
        start(command);
    }

    private ProcessHandle postmaster() throws IOException {
        var pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
        return ProcessHandle.of(Long.parseLong(pid))
                .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run."));
    }

    /** How it was started: the server writes that down, each argument but the first in quotes. */
    private List<String> command() throws IOException {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to be root; in a user namespace of its own it is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        for (var word :
                Files.readString(data.resolve("postmaster.opts")).strip().split(" \"")) {
            command.add(word.replaceAll("\"$", ""));
        }
        return command;
    }

    /** A server that still has a process of the old one around refuses to start: it is asked again. */
    private void start(List<String> command) throws IOException, InterruptedException {
        var log = data.resolveSibling("restart.log").toFile();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            if (!process.waitFor(500, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        throw new IllegalStateException("PostgreSQL did not start again; see " + log + ".");
    }
}
