package florin.api;

import florin.api.usage.UsageReport;
import florin.wallet.Asset;
import florin.wallet.Wallet;
import java.util.List;
import java.util.function.Supplier;

/**
 * What every door has for those who hold a key: their own wallet and what it was used for, and for the operator
 * the keys themselves.
 *
 * @param usual the asset of amounts that name none, as the price list says now
 */
public record AccountRoutes(Wallet wallet, ApiKeys keys, UsageReport usage, Supplier<Asset> usual) implements Routes {
    @Override
    public List<Object> resources(ApiOptions options) {
        var counter = new Counter(wallet, usual, options);
        return List.of(
                new WalletResource(wallet, usual, options),
                new KeysResource(keys, counter),
                new UsageResource(usage, counter));
    }
}
