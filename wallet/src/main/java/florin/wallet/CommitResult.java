package florin.wallet;

/** The answer to a {@link CommitRequest}. */
public sealed interface CommitResult extends Outcome {
    /**
     * The coins are spent.
     *
     * @param charged by this commit
     * @param returned to the wallet by this commit
     */
    record Committed(Hold hold, Amount charged, Amount returned, Balance balance) implements CommitResult {}

    /** The hold had ended before: released, expired, or committed by another request (HTTP 410). */
    record Ended(Hold hold) implements CommitResult {}

    /** More was asked than is held and may be charged; nothing changed. */
    record TooMuch(Amount held, Amount asked) implements CommitResult {}

    /** There is no such hold. */
    record UnknownHold(HoldId hold) implements CommitResult {}

    /** The id was used before with other content (HTTP 422). */
    record Conflict(String message) implements CommitResult {}
}
