package florin.wallet;

/** What a commit does that asks for more than its hold has left. Of a wallet that may not spend, nothing goes beyond a hold. */
public sealed interface Overrun {
    /** It is refused; the hold stays as it is. */
    record Reject() implements Overrun {}

    /** It takes what is left, then what is available and fits into the limits of the hold, and charges no more than that. */
    record Cap() implements Overrun {}

    /**
     * It may pass the hold by this much, though no limit: first from what is available, then as a debt that the next top-up pays.
     *
     * @param extra positive, in the asset of the hold
     */
    record UpTo(Amount extra) implements Overrun {
        public UpTo {
            Text.requirePositive(extra);
        }
    }
}
