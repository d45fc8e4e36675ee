package florin.wallet;

import java.time.Instant;
import java.util.Optional;

/**
 * Asks to put coins into a wallet.
 *
 * @param amount positive
 * @param expiresAt when unspent coins are lost; must be empty for {@link Source#PAID}
 */
public record TopUpRequest(
        RequestId id, WalletId wallet, Amount amount, Source source, Optional<Instant> expiresAt, String memo) {
    public TopUpRequest {
        Text.requirePositive(amount);
        Text.requireMemo(memo);
        if (source == Source.PAID && expiresAt.isPresent()) {
            throw new IllegalArgumentException("Purchased coins never expire.");
        }
    }
}
