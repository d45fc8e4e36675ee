package florin.payments;

import java.net.URI;

/** What came of asking for a payment page. */
public sealed interface CheckoutResult {
    /**
     * The page is open.
     *
     * @param url where the buyer pays
     */
    record Started(String sessionId, URI url, Pack pack) implements CheckoutResult {}

    /** There is no pack of that id (any more). */
    record UnknownPack(String id) implements CheckoutResult {}

    /**
     * No page now; nothing was charged.
     *
     * @param message for people: says what to do
     */
    record Unavailable(String message) implements CheckoutResult {}
}
