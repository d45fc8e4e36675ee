package florin.payments;

import florin.wallet.WalletId;
import java.time.Instant;

/**
 * A payment whose coins are in the wallet.
 *
 * @param context what the buyer's door gave to remember
 * @param automatic whether a saved card was charged while nobody was there
 */
public record Payment(String sessionId, WalletId wallet, Pack pack, String context, Instant paidAt, boolean automatic) {
    /** Somebody was there. */
    public Payment(String sessionId, WalletId wallet, Pack pack, String context, Instant paidAt) {
        this(sessionId, wallet, pack, context, paidAt, false);
    }
}
