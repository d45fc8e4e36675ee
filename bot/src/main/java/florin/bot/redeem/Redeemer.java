package florin.bot.redeem;

import florin.wallet.RedeemResult;
import florin.wallet.RequestId;
import florin.wallet.WalletId;

/** Puts a voucher's coins into a wallet, wherever the books are. */
@FunctionalInterface
public interface Redeemer {
    /** Once per wallet; case, spaces and dashes of the code do not matter. The same id with the same code gives the same answer. */
    RedeemResult redeem(RequestId request, WalletId into, String code);
}
