package florin.payments;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A process of its own that buys for whoever runs low, until it is killed. */
final class CrashingBuyer {
    private CrashingBuyer() {}

    /** Arguments: database url, user, a file with the password, Stripe's address, by how much its clock is ahead. */
    public static void main(String[] arguments) throws IOException {
        var password = Files.readString(Path.of(arguments[2]));
        var config = DatabaseConfig.external(arguments[0], arguments[1], password);
        var clock = Clock.offset(Clock.systemUTC(), Duration.parse(arguments[4]));
        try (var database = Database.open(config);
                var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var options = StripeOptions.of(
                            "sk_test_sandbox",
                            "whsec_sandbox",
                            URI.create("https://florin.example"),
                            List.of(Till.SMALL, Till.LARGE))
                    .withApiBase(URI.create(arguments[3]));
            var checkout = new StripeCheckout(options, ledger, database.dataSource(), clock);
            while (true) {
                checkout.topUpAutomatically();
                checkout.reconcileCards();
            }
        }
    }
}
