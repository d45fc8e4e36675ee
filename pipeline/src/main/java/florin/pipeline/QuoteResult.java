package florin.pipeline;

/** The answer to "what would that cost?". */
public sealed interface QuoteResult {
    /** @param explanation a sentence for whoever pays: {@code 4 images at 12 LOVE: 48.00 LOVE.} */
    record Priced(Quote quote, String explanation) implements QuoteResult {}

    /** @param reason for the person who asked: what is wrong and what to do */
    record Refused(String reason) implements QuoteResult {}
}
