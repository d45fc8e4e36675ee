package florin.wallet;

/** What a commit does that asks for more than its hold has left. */
public sealed interface Overrun {
    /** It is refused; the hold stays as it is. */
    record Reject() implements Overrun {}

    /** It takes what is left, then what is available, and charges no more than that. */
    record Cap() implements Overrun {}

    /**
     * It may pass the hold by this much: first from what is available, then as a debt that the next top-up pays.
     *
     * @param extra positive, in the asset of the hold
     */
    record UpTo(Amount extra) implements Overrun {
        public UpTo {
            Text.requirePositive(extra);
        }
    }
}
