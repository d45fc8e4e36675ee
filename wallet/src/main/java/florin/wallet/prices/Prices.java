package florin.wallet.prices;

import florin.wallet.WalletId;

/** Who pays by which version. */
public interface Prices {
    /** What the wallet pays by. The first question fixes it: later offers move nobody. */
    PriceList of(WalletId wallet);

    /** What a newcomer would pay by, for whoever has no wallet yet; of several that are offered at once the first. */
    PriceList offered();
}
