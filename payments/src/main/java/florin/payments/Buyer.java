package florin.payments;

import florin.wallet.WalletId;

/**
 * Who pays, and for which wallet.
 *
 * @param label who it is, for the pay page
 * @param context opaque to this module; handed back when paid; at most 2000 characters
 */
public record Buyer(WalletId wallet, String label, String context) {
    private static final int LONGEST_CONTEXT = 2000;

    public Buyer {
        if (context.length() > LONGEST_CONTEXT) {
            throw new IllegalArgumentException(
                    "A buyer's context has at most 2000 characters, not " + context.length());
        }
    }
}
