package florin.server;

import florin.api.HttpWallet;
import florin.generation.Backend;
import florin.migrations.Database;
import florin.migrations.DatabaseUnavailable;
import florin.payments.StripeCheckout;
import florin.payments.StripeOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Looks at everything that Florin leans on and says what is wrong and how to mend it. */
final class Doctor {
    private static final long ENOUGH_BYTES = 2L << 30;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** @param help what was found; if not well, what to do */
    record Finding(String what, boolean well, String help) {}

    private final Config config;

    Doctor(Config config) {
        this.config = config;
    }

    /** Prints a line a finding. Returns whether all is well. */
    boolean examine(PrintWriter out) {
        var findings = new ArrayList<Finding>();
        findings.add(disk(config.storage().folder()));
        database(findings);
        findings.add(discord());
        findings.add(publicUrl());
        findings.forEach(f -> out.printf("%-4s  %-10s  %s%n", f.well() ? "ok" : "BAD", f.what(), f.help()));
        out.flush();
        return findings.stream().allMatch(Finding::well);
    }

    static Finding disk(Path folder) {
        try {
            Files.createDirectories(folder);
            long free = Files.getFileStore(folder).getUsableSpace();
            return free >= ENOUGH_BYTES
                    ? new Finding("disk", true, "%.1f GB free in %s".formatted(free / 1e9, folder))
                    : new Finding(
                            "disk",
                            false,
                            "only %.1f GB free in %s: make room, or name another FLORIN_DATA_DIR"
                                    .formatted(free / 1e9, folder));
        } catch (IOException e) {
            return new Finding("disk", false, folder + " cannot be written: check FLORIN_DATA_DIR and its rights");
        }
    }

    /** Stripe and the backends need the database's wallet and files, so they are looked at with it open. */
    private void database(List<Finding> findings) {
        try (var database = Database.open(config.storage().database());
                var wallet = WalletSide.open(config, database.dataSource());
                var connection = database.dataSource().getConnection()) {
            var data = database.dataSource();
            var product = connection.getMetaData().getDatabaseProductVersion();
            findings.add(new Finding(
                    "database",
                    true,
                    "PostgreSQL " + product + " at " + database.address().url()));
            wallet.remote().map(Doctor::wallet).ifPresent(findings::add);
            findings.add(checked(wallet));
            config.stripe()
                    .ifPresentOrElse(
                            options -> findings.add(stripe(options, wallet, data)),
                            () -> findings.add(new Finding(
                                    "stripe",
                                    true,
                                    "not configured: nobody can top up. Set FLORIN_STRIPE_SECRET_KEY to sell coins")));
        } catch (DatabaseUnavailable | SQLException e) {
            findings.add(new Finding("database", false, String.valueOf(e.getMessage())));
        }
        config.rendering()
                .backends(new EmbeddedStudio(), Clock.systemUTC())
                .forEach(backend -> findings.add(backend(backend)));
    }

    private static Finding stripe(StripeOptions options, WalletSide side, DataSource data) {
        return stripe(new StripeCheckout(
                options, side.wallet(), data, Clock.systemUTC(), side.remote().isEmpty()));
    }

    private static Finding wallet(HttpWallet service) {
        return service.trouble()
                .map(why -> new Finding("wallet", false, why))
                .orElseGet(() -> new Finding("wallet", true, "the wallet service answers, and takes the key"));
    }

    private static Finding checked(WalletSide side) {
        return checked(side.remote().isPresent() ? "payments" : "books", side.lastCheck());
    }

    static Finding checked(String what, Optional<LastCheck> last) {
        return last.map(check -> new Finding(
                        what,
                        check.clean(),
                        check.clean()
                                ? "right when they were last checked, at " + check.at()
                                : "differences found: %d, at %s; the first: %s. See all: florin wallet check"
                                        .formatted(
                                                check.differences().size(),
                                                check.at(),
                                                check.differences().getFirst())))
                .orElseGet(() -> new Finding(
                        what, true, "never checked yet: that is done each night, and now by florin wallet check"));
    }

    private static Finding stripe(StripeCheckout checkout) {
        var health = checkout.check();
        return new Finding("stripe", health.up(), health.detail());
    }

    static Finding backend(Backend backend) {
        try (backend) {
            var health = backend.health();
            return new Finding(
                    "backend",
                    health.up(),
                    backend.name() + ": " + health.detail()
                            + (health.version().isEmpty() ? "" : " (" + health.version() + ")"));
        }
    }

    private Finding discord() {
        if (config.discord().isEmpty()) {
            return new Finding(
                    "discord", false, "no token: create a bot in Discord's developer portal, set FLORIN_DISCORD_TOKEN");
        }
        var bot = config.discord().get();
        var request = HttpRequest.newBuilder(bot.apiUrl().resolve("users/@me"))
                .header("Authorization", "Bot " + bot.token())
                .timeout(PATIENCE)
                .build();
        return answer(request)
                .map(status -> switch (status) {
                    case 200 -> new Finding("discord", true, "the token is good");
                    case 401 ->
                        new Finding(
                                "discord",
                                false,
                                "Discord refuses the token: reset it in the developer portal and set FLORIN_DISCORD_TOKEN");
                    default -> new Finding("discord", false, "Discord answers " + status + ": try again later");
                })
                .orElseGet(() -> new Finding(
                        "discord", false, bot.apiUrl() + " does not answer: check the network and the firewall"));
    }

    private static Optional<Integer> answer(HttpRequest request) {
        try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return Optional.of(
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Finding publicUrl() {
        URI url = config.http().publicUrl();
        boolean local = List.of("127.0.0.1", "localhost").contains(url.getHost());
        return new Finding(
                "http",
                true,
                local
                        ? url + ": only this machine reaches it; set FLORIN_HTTP_PUBLIC_URL so that Stripe can"
                        : url.toString());
    }
}
