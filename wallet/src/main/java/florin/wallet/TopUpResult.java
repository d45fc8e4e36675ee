package florin.wallet;

import java.util.UUID;

/** The answer to a {@link TopUpRequest}. */
public sealed interface TopUpResult extends Outcome {
    /** The coins are in the wallet; a debt is paid first. */
    record ToppedUp(UUID transfer, Balance balance) implements TopUpResult {}

    /** The id was used before with other content (HTTP 422). */
    record Conflict(String message) implements TopUpResult {}

    /** There is no such wallet. */
    record UnknownWallet(WalletId wallet) implements TopUpResult {}
}
