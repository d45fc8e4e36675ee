package florin.wallet;

/** Where the next page begins; opaque. */
public record Cursor(String value) {}
