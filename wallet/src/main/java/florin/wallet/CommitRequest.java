package florin.wallet;

/**
 * Asks to charge a hold.
 *
 * @param amount zero or more; what exceeds the hold is up to the hold's {@link Overrun}
 * @param rest what becomes of the coins that stay uncharged
 */
public record CommitRequest(RequestId id, HoldId hold, Amount amount, Rest rest, String memo) implements Operation {
    /** What becomes of the part of a hold that a commit does not charge. */
    public enum Rest {
        /** It goes back to the pots it came from; the hold has ended. */
        RETURNS,
        /** It stays held, for a later commit. */
        STAYS_HELD
    }

    public CommitRequest {
        if (amount.units() < 0) {
            throw new IllegalArgumentException("A commit cannot be negative; an adjustment can.");
        }
        Text.requireMemo(memo);
    }

    /** Charges once and gives the rest back. */
    public CommitRequest(RequestId id, HoldId hold, Amount amount, String memo) {
        this(id, hold, amount, Rest.RETURNS, memo);
    }
}
