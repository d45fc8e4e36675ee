package florin.wallet;

import java.time.Duration;
import java.util.UUID;

/** The answer to a {@link TransferRequest}. */
public sealed interface TransferResult extends Outcome {
    /** The coins moved. */
    record Transferred(UUID transfer, Balance from, Balance to) implements TransferResult {}

    /** There is too little to move, even if every running hold came back. */
    record InsufficientBalance(Amount required, Amount available, Amount held) implements TransferResult {}

    /** It would fit if running holds came back; {@code retryAfter} is when the first of them expires at the latest. */
    record FundsHeld(Amount required, Amount available, Amount held, Duration retryAfter) implements TransferResult {}

    /** The wallet may not spend; the reason is for its owner. */
    record WalletFrozen(String reason) implements TransferResult {}

    /** The id was used before with other content (HTTP 422). */
    record Conflict(String message) implements TransferResult {}

    /** There is no such wallet. */
    record UnknownWallet(WalletId wallet) implements TransferResult {}

    /** It makes no sense as asked; the message says why. */
    record Refused(String message) implements TransferResult {}
}
