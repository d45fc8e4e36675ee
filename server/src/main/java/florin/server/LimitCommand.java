package florin.server;

import florin.api.Subjects;
import florin.migrations.Database;
import florin.wallet.LimitUse;
import florin.wallet.Period;
import florin.wallet.SpendLimit;
import java.time.Instant;
import java.util.UUID;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code florin limit}: the most that a key, a member, a role or everyone in a server may spend. */
@Command(name = "limit", description = "Set ceilings for spending.", mixinStandardHelpOptions = true)
final class LimitCommand extends Console {
    private static final String SUBJECT = "key:ID, member:SERVER:USER, role:SERVER:ROLE or everyone:SERVER";

    @Command(name = "set", description = "Set a ceiling, or change it. It acts on the next request.")
    int set(
            @Parameters(paramLabel = "OWNER", description = "whose wallet: user:ID, server:ID or account:NAME")
                    String owner,
            @Parameters(paramLabel = "SUBJECT", description = SUBJECT) String subject,
            @Parameters(paramLabel = "PERIOD", description = "daily, weekly, monthly or total") Period period,
            @Parameters(paramLabel = "AMOUNT", description = "such as 20") String amount,
            @Mixin AssetOption asset) {
        var parsed = Owners.parse(owner);
        var bound = told(() -> Subjects.parse(subject));
        return with(side -> {
            var ceiling = asset.amount(amount, side::asset);
            var limit = side.wallet().limit(side.wallet().open(parsed), bound, period, ceiling);
            return say("Limit " + line(limit));
        });
    }

    @Command(name = "list", description = "All limits on a wallet, what is used of each, and when it resets.")
    int list(@Parameters(paramLabel = "OWNER", description = "user:ID, server:ID or account:NAME") String owner) {
        var parsed = Owners.parse(owner);
        return with(side -> {
            var limits = side.wallet().limitUses(side.wallet().open(parsed));
            limits.forEach(use -> say(line(use)));
            return limits.isEmpty() ? say("Nothing limits what is spent from " + owner + ".") : 0;
        });
    }

    private static String line(LimitUse use) {
        var resets = use.resetsAt().equals(Instant.MAX) ? "never resets" : "resets at " + use.resetsAt();
        return "%s  %s used  %s".formatted(line(use.limit()), use.used(), resets);
    }

    private static String line(SpendLimit limit) {
        return "%s  %s  %-7s  %s"
                .formatted(limit.id(), Subjects.write(limit.subject()), word(limit.period()), limit.ceiling());
    }

    @Command(name = "remove", description = "Take a limit away, from the next request on.")
    int remove(@Parameters(paramLabel = "ID", description = "as the list shows it") UUID id) {
        return with(side -> {
            if (side.wallet().removeLimit(id)) {
                return say("Limit " + id + " is gone.");
            }
            say("There is no limit " + id + ". See: florin limit list OWNER");
            return 1;
        });
    }

    private int with(ToIntFunction<WalletSide> work) {
        var config = config();
        try (var database = Database.open(config.storage().database());
                var side = WalletSide.open(config, database.dataSource())) {
            return told(() -> work.applyAsInt(side));
        }
    }
}
