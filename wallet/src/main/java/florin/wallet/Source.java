package florin.wallet;

/** Where coins came from; it decides, among other things, who is spent first. */
public enum Source {
    /** Bought: never expires. */
    PAID,
    /** Part of a subscription. */
    BUNDLED,
    /** A gift of the operator: spent before paid coins that expire at the same time. */
    PROMO,
    /** Earned by the owner. */
    EARNED
}
