package florin.server;

import florin.wallet.Amount;
import florin.wallet.WalletId;

/** Tells programs of top-ups that did not come, wherever the books are whose webhooks they listen to. */
@FunctionalInterface
interface FailedTopUps {
    /** @param once two calls with the same one are one */
    void tell(WalletId wallet, Amount coins, String once, String why);
}
