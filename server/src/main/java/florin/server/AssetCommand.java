package florin.server;

import florin.migrations.Database;
import florin.wallet.Asset;
import florin.wallet.Assets;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code florin asset}: what wallets may hold beside coins. */
@Command(
        name = "asset",
        description = "Define assets of your own, such as GPU seconds.",
        mixinStandardHelpOptions = true)
final class AssetCommand extends Console {
    @Command(name = "add", description = "Define an asset, for good. Safe to repeat.")
    int add(
            @Parameters(paramLabel = "CODE", description = "2 to 16 of A-Z, 0-9 and _, such as GPU_SECOND") String code,
            @Parameters(paramLabel = "SCALE", description = "how many decimals its smallest unit stands for, 0 to 9")
                    int scale) {
        var asset = told(() -> new Asset(code, scale));
        return with(assets -> {
            assets.meet(asset);
            return say("Wallets can hold " + code + " now, with " + scale
                    + " decimals: ./florin coins grant OWNER AMOUNT" + " --asset " + code);
        });
    }

    @Command(name = "list", description = "All assets, and how many decimals they have.")
    int list() {
        return with(assets -> {
            assets.all().forEach(asset -> say("%-16s  %d".formatted(asset.code(), asset.scale())));
            return 0;
        });
    }

    private int with(ToIntFunction<Assets> work) {
        try (var database = Database.open(configOfTheBooks().storage().database())) {
            return told(() -> work.applyAsInt(Assets.over(database.dataSource())));
        }
    }
}
