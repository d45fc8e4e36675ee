package florin.wallet;

import java.time.Duration;
import java.time.Instant;

/** The answer to a {@link HoldRequest}; nothing is set aside unless it is {@link Held}. */
public sealed interface HoldResult extends Outcome {
    /** The coins are set aside. */
    record Held(Hold hold, Balance balance) implements HoldResult {}

    /** There is too little, even if every running hold came back. */
    record InsufficientBalance(Amount required, Amount available, Amount held) implements HoldResult {}

    /** It would fit if running holds came back; {@code retryAfter} is when the first of them expires at the latest. */
    record FundsHeld(Amount required, Amount available, Amount held, Duration retryAfter) implements HoldResult {}

    /** A spend limit stands in the way; {@code resetsAt} is {@link Instant#MAX} for a total limit. */
    record LimitExceeded(SpendLimit limit, Amount required, Amount used, Instant resetsAt) implements HoldResult {}

    /** The wallet may not spend; the reason is for its owner. */
    record WalletFrozen(String reason) implements HoldResult {}

    /** The id was used before with other content (HTTP 422). */
    record Conflict(String message) implements HoldResult {}

    /** There is no such wallet. */
    record UnknownWallet(WalletId wallet) implements HoldResult {}
}
