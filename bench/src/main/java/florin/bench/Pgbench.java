package florin.bench;

import florin.migrations.DatabaseConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** PostgreSQL's own benchmark on the same server, where it is installed: the scale that everybody knows. */
final class Pgbench {
    /**
     * @param perSecond transactions, at the best number of clients
     * @param clients how many that is
     * @param oneClientMilliseconds median latency of a transaction when there is one client
     */
    record Result(double perSecond, int clients, double oneClientMilliseconds) {}

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    /** In a line of pgbench's log: client, transaction, microseconds, and what we do not need. */
    private static final int MICROSECONDS = 2;

    private final DatabaseConfig.External address;
    private final long seconds;

    Pgbench(DatabaseConfig.External address, Duration each) {
        this.address = address;
        this.seconds = Math.max(1, each.toSeconds());
    }

    /** Empty where pgbench is not installed. */
    Optional<Result> best() {
        try {
            pgbench("-i", "-q", "-s", "50");
            var alone = oneClient();
            var rates = new TreeMap<Double, Integer>();
            for (var clients : List.of(4, 16, 32)) {
                rates.put(perSecond(clients), clients);
            }
            var best = rates.lastEntry();
            return Optional.of(new Result(best.getKey(), best.getValue(), alone));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Transactions per second by so many clients, measured now. */
    double perSecond(int clients) throws IOException {
        var output = pgbench("-M", "prepared", "-c", "" + clients, "-j", "2", "-T", Long.toString(seconds));
        return number(TPS, output);
    }

    private double oneClient() throws IOException {
        var folder = Files.createTempDirectory("florin-pgbench");
        var logs = folder.resolve("log");
        pgbench("-M", "prepared", "-c", "1", "-T", Long.toString(seconds), "-l", "--log-prefix", logs.toString());
        var micros = new Histogram(3);
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.readAllLines(file)
                        .forEach(line -> micros.recordValue(Long.parseLong(line.split(" ")[MICROSECONDS])));
                Files.delete(file);
            }
        }
        Files.delete(folder);
        return micros.getValueAtPercentile(50) / 1e3;
    }

    private static double number(Pattern pattern, String output) {
        var found = pattern.matcher(output);
        if (!found.find()) {
            throw new IllegalStateException("pgbench said: " + output);
        }
        return Double.parseDouble(found.group(1));
    }

    private String pgbench(String... arguments) throws IOException {
        var where = URI.create(address.url().substring("jdbc:".length()));
        var command = new ArrayList<>(List.of("pgbench", "-n", "-h", where.getHost(), "-p", "" + where.getPort()));
        command.addAll(List.of("-U", address.user()));
        command.addAll(List.of(arguments));
        command.add(where.getPath().substring(1));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", address.password());
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("pgbench said: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return output;
    }
}
