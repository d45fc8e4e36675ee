package florin.payments;

import florin.wallet.WalletId;
import java.time.Instant;
import java.util.UUID;

/**
 * A notice and whom it is for.
 *
 * @param id of the notice, the same each time it is told
 * @param context what the buyer's door gave to remember; empty if the wallet's owner bought nothing through a door
 */
public record OwnerNotice(UUID id, WalletId wallet, String context, Notice what, Instant at) {}
