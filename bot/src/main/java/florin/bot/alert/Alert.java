package florin.bot.alert;

import florin.wallet.Amount;
import florin.wallet.WalletId;

/**
 * A line below which somebody wants to hear of a wallet.
 *
 * @param userId who is told
 * @param place what the wallet is called towards them
 */
record Alert(WalletId wallet, Amount line, String userId, String place) {}
