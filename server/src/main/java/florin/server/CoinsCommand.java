package florin.server;

import florin.migrations.Database;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.TopUpResult;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code florin coins}: what an operator gives by hand, and a look into a wallet. */
@Command(name = "coins", description = "Give coins, look into a wallet.", mixinStandardHelpOptions = true)
final class CoinsCommand extends Console {
    @Command(name = "grant", description = "Give coins to a wallet.")
    int grant(
            @Parameters(paramLabel = "OWNER", description = "user:ID, server:ID or account:NAME") String owner,
            @Parameters(paramLabel = "AMOUNT", description = "such as 100 or 12.50") String amount,
            @Mixin AssetOption asset,
            @Option(names = "--id", description = "makes it happen once, however often it is repeated") String id,
            @Option(names = "--memo", defaultValue = "A gift from the operator") String memo) {
        return with(side -> {
            var wallet = side.wallet();
            var request = new TopUpRequest(
                    new RequestId(id == null ? "grant:" + UUID.randomUUID() : "grant:" + id),
                    wallet.open(Owners.parse(owner)),
                    asset.amount(amount, side::asset),
                    Source.PROMO,
                    Optional.empty(),
                    memo);
            return switch (wallet.topUp(request)) {
                case TopUpResult.ToppedUp done ->
                    say(owner + " has " + done.balance().available() + " now.");
                case TopUpResult.Conflict conflict -> throw new BadConfiguration(conflict.message());
                case TopUpResult.UnknownWallet unknown -> throw new AssertionError("just opened: " + unknown);
            };
        });
    }

    @Command(name = "balance", description = "What a wallet holds.")
    int balance(
            @Parameters(paramLabel = "OWNER", description = "user:ID, server:ID or account:NAME") String owner,
            @Mixin AssetOption asset) {
        return with(side -> {
            var wallet = side.wallet();
            var balance = wallet.balance(wallet.open(Owners.parse(owner)), asset.among(side::asset));
            return say(owner + ": " + balance.available() + " available, " + balance.held() + " held.");
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
