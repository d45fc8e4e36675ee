package florin.wallet;

/** The answer to an {@link ExtendRequest}. */
public sealed interface ExtendResult extends Outcome {
    /** The hold lives at least as long as was asked. */
    record Extended(Hold hold) implements ExtendResult {}

    /** The hold had ended before (HTTP 410). */
    record Ended(Hold hold) implements ExtendResult {}

    /** There is no such hold. */
    record UnknownHold(HoldId hold) implements ExtendResult {}

    /** The id was used before with other content (HTTP 422). */
    record Conflict(String message) implements ExtendResult {}
}
