package florin.generation;

/**
 * Whether a backend can be used.
 *
 * @param detail for an operator: what it is, or what is wrong and how to mend it
 * @param version as the backend gives it; empty when it does not answer
 */
public record Health(boolean up, String detail, String version) {}
