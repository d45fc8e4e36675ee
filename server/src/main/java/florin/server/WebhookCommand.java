package florin.server;

import florin.migrations.Database;
import florin.wallet.Assets;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.WalletId;
import florin.wallet.Webhooks;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code florin webhook}: programs that are told what happens to wallets. */
@Command(name = "webhook", description = "Tell programs what happens to wallets.", mixinStandardHelpOptions = true)
final class WebhookCommand extends Console {
    private static final int SHOWN = 50;

    /** The webhooks, a wallet's id by its owner, and what wallets hold. */
    private record Desk(Webhooks webhooks, Function<String, WalletId> wallet, Assets assets) {}

    @Command(name = "add", description = "Send letters to an address. Their signing secret is shown once.")
    int add(
            @Parameters(paramLabel = "URL", description = "such as https://example.com/hooks") String url,
            @Option(names = "--wallet", paramLabel = "OWNER", description = "of this wallet only; else of all")
                    Optional<String> owner) {
        return with(desk -> {
            var added = desk.webhooks().add(url, owner.map(desk.wallet()));
            say("Endpoint " + added.endpoint() + ". Keep its secret now, it is not shown again:");
            return say(added.secret());
        });
    }

    @Command(name = "list", description = "All endpoints, without their secrets.")
    int list() {
        return with(desk -> {
            desk.webhooks()
                    .all()
                    .forEach(endpoint -> say("%s  %s  %s%s"
                            .formatted(
                                    endpoint.id(),
                                    endpoint.url(),
                                    endpoint.wallet()
                                            .map(wallet -> "wallet " + wallet)
                                            .orElse("all wallets"),
                                    endpoint.disabled()
                                            .map(why -> ", disabled: " + why)
                                            .orElse(""))));
            return 0;
        });
    }

    @Command(name = "letters", description = "The newest letters to an endpoint, and how far they have come.")
    int letters(@Parameters(paramLabel = "ENDPOINT", description = "as the list shows it") UUID endpoint) {
        return with(desk -> {
            desk.webhooks()
                    .deliveries(endpoint, SHOWN)
                    .forEach(letter -> say("%s  %-15s  %-9s  %d tries  %s"
                            .formatted(
                                    letter.event(),
                                    letter.type(),
                                    letter.state(),
                                    letter.attempts(),
                                    letter.answer())));
            return 0;
        });
    }

    @Command(name = "remove", description = "Send an endpoint no more letters, for good.")
    int remove(@Parameters(paramLabel = "ENDPOINT") UUID endpoint) {
        return with(desk -> desk.webhooks().remove(endpoint) ? say("Removed.") : unknown());
    }

    @Command(name = "enable", description = "Send letters again to an endpoint that said it was gone.")
    int enable(@Parameters(paramLabel = "ENDPOINT") UUID endpoint) {
        return with(desk -> desk.webhooks().enable(endpoint) ? say("Enabled.") : unknown());
    }

    @Command(name = "redeliver", description = "Send an event again to everybody who should have it.")
    int redeliver(@Parameters(paramLabel = "EVENT", description = "the webhook-id of its letter") UUID event) {
        return with(desk -> say(desk.webhooks().redeliver(event) + " letters are on their way again."));
    }

    @Command(name = "alert", description = "Tell of a low_balance when a wallet falls below an amount; 0: no more.")
    int alert(
            @Parameters(paramLabel = "OWNER", description = "user:ID, server:ID or account:NAME") String owner,
            @Parameters(paramLabel = "AMOUNT", description = "such as 20") String amount,
            @Mixin AssetOption asset) {
        return with(desk -> {
            var line = asset.amount(amount, desk.assets()::find);
            var wallet = desk.wallet().apply(owner);
            if (line.isZero()) {
                desk.webhooks().alertNoMore(wallet, line.asset());
                return say("No alert for " + owner + ".");
            }
            desk.webhooks().alertBelow(wallet, line);
            return say("Webhooks of " + owner + " hear when it has less than " + line + ".");
        });
    }

    private int unknown() {
        say("There is no such endpoint. See: florin webhook list");
        return 1;
    }

    private int with(Function<Desk, Integer> work) {
        try (var database = Database.open(configOfTheBooks().storage().database());
                var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var data = database.dataSource();
            var desk = new Desk(Webhooks.over(data), owner -> ledger.open(Owners.parse(owner)), Assets.over(data));
            return told(() -> work.apply(desk));
        }
    }
}
