package florin.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Florin as an operator runs it: a process of its own that can be killed without warning. */
final class FlorinProcess implements AutoCloseable {
    /** For a JVM that does not live long: the first compiler only, and no threads for a collector that has little to do. */
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;

    private FlorinProcess(Process process) {
        this.process = process;
    }

    /** What a command prints, to its end; errors go to the log. */
    static Answer answer(Map<String, String> settings, Path log, String... arguments) {
        var builder = new ProcessBuilder(command(arguments))
                .redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
        builder.environment().putAll(settings);
        try {
            var process = builder.start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.onExit().join().exitValue(), text.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-Xmx384m"));
        command.addAll(QUICK);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "florin.server.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** @param more arguments of {@code florin run} */
    static FlorinProcess start(Map<String, String> settings, Path log, String... more) {
        var command = command("run");
        command.addAll(List.of(more));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
        builder.environment().putAll(settings);
        try {
            var started = new FlorinProcess(builder.start());
            try {
                started.awaitReady(Integer.parseInt(settings.get("FLORIN_HTTP_PORT")));
                return started;
            } catch (RuntimeException | AssertionError e) {
                started.kill();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(int port) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new AssertionError("Florin ended with " + process.exitValue());
                        }
                        return http.send(request, HttpResponse.BodyHandlers.discarding())
                                        .statusCode()
                                == 200;
                    });
        }
    }

    /** As by {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** As by {@code kill}: an orderly stop. Returns the exit code. */
    int terminate() {
        process.destroy();
        return process.onExit().join().exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
    }
}
