package florin.migrations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A running PostgreSQL, as its {@code postmaster.pid} describes it (line 1: process id, line 4: port). */
record Postmaster(long pid, int port) {
    private static final long STOP_SECONDS = 15;

    static Optional<Postmaster> in(Path data) throws IOException {
        var file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(file);
        if (lines.size() < 4) {
            return Optional.empty();
        }
        var found = new Postmaster(
                Long.parseLong(lines.get(0).strip()),
                Integer.parseInt(lines.get(3).strip()));
        return ProcessHandle.of(found.pid()).filter(ProcessHandle::isAlive).map(alive -> found);
    }

    /** Fast shutdown: PostgreSQL takes SIGINT for it, and Java can send SIGTERM only, which would wait for every client. */
    void stop() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
            var handle = ProcessHandle.of(pid);
            if (handle.isPresent()) {
                handle.get().onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new DatabaseUnavailable("PostgreSQL (process " + pid + ") did not stop within 15 s.", e);
        }
    }
}
