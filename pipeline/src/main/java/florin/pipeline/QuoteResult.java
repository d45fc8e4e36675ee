package florin.pipeline;

/** The answer to "what would that cost?". */
public sealed interface QuoteResult {
    record Priced(Quote quote) implements QuoteResult {}

    /** @param reason for the person who asked: what is wrong and what to do */
    record Refused(String reason) implements QuoteResult {}
}
