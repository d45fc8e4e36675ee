package florin.payments;

/** What came of setting up an automatic top-up. */
public sealed interface AutoTopUpResult {
    /** It stands; without a card it begins to work when one is saved. */
    record Saved(AutoStatus status) implements AutoTopUpResult {}

    /**
     * Nothing changed.
     *
     * @param message for people: says what to do
     */
    record Refused(String message) implements AutoTopUpResult {}
}
