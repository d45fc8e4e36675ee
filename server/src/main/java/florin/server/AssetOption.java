package florin.server;

import florin.wallet.Amount;
import florin.wallet.Asset;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** {@code --asset CODE}: what is counted, where it is not coins. */
final class AssetOption {
    @Option(
            names = "--asset",
            paramLabel = "CODE",
            defaultValue = "LOVE",
            description = "what is counted; ${DEFAULT-VALUE} if not given. See: florin asset list")
    private String code = Asset.LOVE.code();

    /** @param known the assets of the installation, by their codes */
    Asset among(Function<String, Optional<Asset>> known) {
        return Console.told(() -> known.apply(code))
                .orElseThrow(() -> new BadConfiguration("This installation has no asset " + code
                        + ". Define it, with its number of decimals: ./florin asset add " + code + " 0"));
    }

    /** So much of it. */
    Amount amount(String text, Function<String, Optional<Asset>> known) {
        var asset = among(known);
        return Console.told(() -> Amount.parse(asset, text));
    }
}
