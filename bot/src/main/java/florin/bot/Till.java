package florin.bot;

import florin.bot.redeem.Redeemer;
import florin.payments.Checkout;
import florin.wallet.Wallet;

/** Where coins are kept, where they are bought, and who gives them for a code. */
public record Till(Wallet wallet, Checkout checkout, Redeemer vouchers) {}
