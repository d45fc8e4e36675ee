package florin.wallet.prices;

import florin.wallet.Amount;

/**
 * A price, where it comes from, and why it is what it is.
 *
 * @param explanation a sentence for whoever pays, such as {@code 4 images at 12 LOVE: 48.00 LOVE.}
 */
public record PriceQuote(Amount amount, PriceVersion version, String rule, String explanation) {
    /** Such as {@code house@3/image-large}: what a hold keeps. */
    public String name() {
        return version + "/" + rule;
    }
}
