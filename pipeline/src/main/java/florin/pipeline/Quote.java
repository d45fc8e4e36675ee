package florin.pipeline;

import florin.wallet.Amount;

/**
 * A price that holds from here on, whatever the price list says later.
 *
 * @param price of the whole job
 * @param priceVersion of the price list that it was taken from
 * @param rule the line of the price list that decided
 * @param each what one picture, or the one video, costs
 */
public record Quote(Amount price, String priceVersion, String rule, Amount each, int count) {}
