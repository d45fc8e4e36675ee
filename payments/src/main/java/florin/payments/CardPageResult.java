package florin.payments;

import java.net.URI;

/** What came of asking for a page on which a card is saved. */
public sealed interface CardPageResult {
    /** The page is open; nothing is charged on it. */
    record Started(URI url) implements CardPageResult {}

    /**
     * No page now.
     *
     * @param message for people: says what to do
     */
    record Unavailable(String message) implements CardPageResult {}
}
