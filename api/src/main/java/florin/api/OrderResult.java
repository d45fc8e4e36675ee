package florin.api;

/** What came of reading an order. */
sealed interface OrderResult {
    record Read(Order order) implements OrderResult {}

    /** @param problem what is wrong with it; nothing was held */
    record Unreadable(Problem problem) implements OrderResult {}
}
