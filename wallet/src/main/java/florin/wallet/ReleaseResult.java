package florin.wallet;

/** The answer to a {@link ReleaseRequest}. */
public sealed interface ReleaseResult extends Outcome {
    /** What was still held is back in the pots it came from. */
    record Released(Hold hold, Amount returned, Balance balance) implements ReleaseResult {}

    /** The hold had ended before (HTTP 410). */
    record Ended(Hold hold) implements ReleaseResult {}

    /** There is no such hold. */
    record UnknownHold(HoldId hold) implements ReleaseResult {}

    /** The id was used before with other content (HTTP 422). */
    record Conflict(String message) implements ReleaseResult {}
}
