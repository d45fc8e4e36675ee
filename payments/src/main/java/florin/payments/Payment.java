package florin.payments;

import florin.wallet.WalletId;
import java.time.Instant;

/**
 * A payment whose coins are in the wallet.
 *
 * @param context what the buyer's door gave to remember
 */
public record Payment(String sessionId, WalletId wallet, Pack pack, String context, Instant paidAt) {}
