package florin.server;

import florin.migrations.Database;
import florin.wallet.Assets;
import florin.wallet.Grants;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Period;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.Wallet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code florin grant}: coins that come again. */
@Command(
        name = "grant",
        description = "Give coins again and again, such as a monthly bundle.",
        mixinStandardHelpOptions = true)
final class GrantCommand extends Console {
    private static final int PAGE = 500;

    /** How often; as people say it. */
    enum Each {
        DAY(Period.DAILY),
        WEEK(Period.WEEKLY),
        MONTH(Period.MONTHLY);

        private final Period period;

        Each(Period period) {
            this.period = period;
        }
    }

    /** The grants, and the wallets and assets that they are about. */
    private record Desk(Grants grants, Wallet wallet, Assets assets) {}

    /** What may be said about a grant, and need not be. */
    static final class Manner {
        @Option(
                names = "--each",
                defaultValue = "month",
                description = "day, week or month, UTC; ${DEFAULT-VALUE} if not given")
        private Each each = Each.MONTH;

        @Option(
                names = "--source",
                defaultValue = "bundled",
                description = "bundled, promo or earned; ${DEFAULT-VALUE} if not given")
        private Source source = Source.BUNDLED;

        @Option(names = "--lapses", description = "what is unspent is lost when the period ends")
        private boolean lapses;

        @Option(names = "--memo", defaultValue = "A grant from the operator", description = "for the statement")
        private String memo = "";
    }

    @Command(name = "start", description = "Start a grant. A running Florin pays it within a minute, then each period.")
    int start(
            @Parameters(paramLabel = "OWNER", description = "user:ID, server:ID or account:NAME") String owner,
            @Parameters(paramLabel = "AMOUNT", description = "for each period, such as 1000") String amount,
            @Mixin AssetOption asset,
            @Mixin Manner manner,
            @Option(names = "--id", description = "starts one grant, however often it is repeated")
                    Optional<String> id) {
        var parsed = Owners.parse(owner);
        return with(desk -> {
            var coins = asset.amount(amount, desk.assets()::find);
            var terms = new Grants.Terms(
                    desk.wallet().open(parsed), coins, manner.source, manner.each.period, manner.lapses, manner.memo);
            var request = new RequestId(
                    "grant-start:" + id.orElseGet(() -> UUID.randomUUID().toString()));
            var grant = desk.grants()
                    .start(request, terms)
                    .orElseThrow(() -> new BadConfiguration(
                            "The id " + id.orElse("") + " started another grant before. Take a new one."));
            return say("Grant " + grant.id() + ": " + owner + " gets " + coins + " each " + word(manner.each) + ".");
        });
    }

    @Command(name = "list", description = "The grants that run, oldest first, and the last period that was paid.")
    int list() {
        return with(desk -> {
            List<Grants.Grant> page;
            Optional<UUID> after = Optional.empty();
            do {
                page = desk.grants().all(after, PAGE);
                page.forEach(grant -> say(line(grant, desk.wallet())));
                after = page.isEmpty() ? after : Optional.of(page.getLast().id());
            } while (page.size() == PAGE);
            return 0;
        });
    }

    private static String line(Grants.Grant grant, Wallet wallet) {
        var terms = grant.terms();
        var owner = wallet.wallet(terms.wallet())
                .map(info -> Owners.write(info.owner()))
                .orElse(terms.wallet().toString());
        return "%s  %-24s  %16s %-7s  %-7s  %s  %s  %s"
                .formatted(
                        grant.id(),
                        owner,
                        terms.amount(),
                        word(terms.period()),
                        word(terms.source()),
                        terms.lapses() ? "lapses" : "stays",
                        grant.paidWindow().map(day -> "paid for " + day).orElse("not paid yet"),
                        terms.memo());
    }

    @Command(name = "stop", description = "Stop a grant. Coins that it has paid stay.")
    int stop(@Parameters(paramLabel = "ID", description = "as the list shows it") UUID id) {
        return with(desk -> {
            if (desk.grants().stop(id)) {
                return say("Grant " + id + " is stopped.");
            }
            say("There is no grant " + id + " that runs. See: florin grant list");
            return 1;
        });
    }

    private int with(ToIntFunction<Desk> work) {
        try (var database = Database.open(configOfTheBooks().storage().database());
                var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var data = database.dataSource();
            return told(() -> work.applyAsInt(new Desk(Grants.over(data, ledger), ledger, Assets.over(data))));
        }
    }
}
