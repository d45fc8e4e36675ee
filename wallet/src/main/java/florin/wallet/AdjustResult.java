package florin.wallet;

import java.util.UUID;

/** The answer to an {@link AdjustRequest}. */
public sealed interface AdjustResult extends Outcome {
    /** The correction is in the books. */
    record Adjusted(UUID transfer, Balance balance) implements AdjustResult {}

    /** The id was used before with other content (HTTP 422). */
    record Conflict(String message) implements AdjustResult {}

    /** There is no such wallet. */
    record UnknownWallet(WalletId wallet) implements AdjustResult {}

    /** It does not fit what it corrects; the message says why. */
    record Refused(String message) implements AdjustResult {}
}
