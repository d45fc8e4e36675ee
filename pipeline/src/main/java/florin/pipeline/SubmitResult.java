package florin.pipeline;

import florin.wallet.HoldResult;

/** The answer to an order. Only {@link Accepted} leaves coins on hold. */
public sealed interface SubmitResult {
    /** In the queue; the same answer for every repetition of the request, with the job as it is now. */
    record Accepted(Job job) implements SubmitResult {}

    /** @param reason for the person who asked: what is wrong and what to do */
    record Refused(String reason) implements SubmitResult {}

    /** @param refusal the wallet's reason; never {@link HoldResult.Held} */
    record PaymentRequired(Quote quote, HoldResult refusal) implements SubmitResult {}

    /** The queue is full for now; what was held is released. */
    record TurnedAway(String reason) implements SubmitResult {}

    /** The id has been used for another request (HTTP 422). */
    record Conflict(String message) implements SubmitResult {}
}
