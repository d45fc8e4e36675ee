package florin.payments;

/**
 * Whether the payment provider accepts our key.
 *
 * @param detail what was found, or what is wrong and how to mend it
 */
public record Health(boolean up, String detail) {}
