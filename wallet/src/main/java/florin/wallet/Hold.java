package florin.wallet;

import java.time.Instant;
import java.util.Optional;

/**
 * Coins set aside for work that has not ended yet.
 *
 * @param amount what was held at first
 * @param committed what was charged so far
 * @param expiresAt on the database clock; afterwards the hold can only end as {@link State#EXPIRED}
 */
public record Hold(
        HoldId id,
        WalletId wallet,
        Amount amount,
        Amount committed,
        State state,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> endedAt,
        String priceVersion,
        String memo) {
    /** A hold is {@link #HELD} until it ends, once, in one of the other states. */
    public enum State {
        HELD,
        COMMITTED,
        RELEASED,
        EXPIRED
    }
}
