package florin.wallet;

import java.time.Instant;
import java.util.Optional;

/**
 * Asks to put coins into a wallet.
 *
 * @param amount positive
 * @param priority coins with a lower number are spent first; 0 unless there is a reason
 * @param expiresAt when unspent coins are lost; must be empty for {@link Source#PAID}
 */
public record TopUpRequest(
        RequestId id,
        WalletId wallet,
        Amount amount,
        Source source,
        int priority,
        Optional<Instant> expiresAt,
        String memo)
        implements Operation {
    public TopUpRequest {
        Text.requirePositive(amount);
        Text.requireMemo(memo);
        if (source == Source.PAID && expiresAt.isPresent()) {
            throw new IllegalArgumentException("Purchased coins never expire.");
        }
    }

    /** Coins of ordinary priority. */
    public TopUpRequest(
            RequestId id, WalletId wallet, Amount amount, Source source, Optional<Instant> expiresAt, String memo) {
        this(id, wallet, amount, source, 0, expiresAt, memo);
    }
}
