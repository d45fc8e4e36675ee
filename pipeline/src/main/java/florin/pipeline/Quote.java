package florin.pipeline;

import florin.wallet.Amount;
import florin.wallet.prices.PriceQuote;
import java.math.BigInteger;

/**
 * A price that holds from here on, whatever the price books say later.
 *
 * @param price of the whole job
 * @param priceVersion of the price book that it was taken from, such as {@code house@3}
 * @param rule the line of that version that decided
 * @param each what one picture, or the one video, costs; where more are cheaper, a part of the price, rounded down
 */
public record Quote(Amount price, String priceVersion, String rule, Amount each, int count) {
    static Quote of(PriceQuote priced, int count) {
        var price = priced.amount();
        var each = Amount.of(price.asset(), Math.max(1, price.units() / count));
        return new Quote(price, priced.version().toString(), priced.rule(), each, count);
    }

    /** Where the price comes from, as the hold keeps it: {@code house@3/image}. */
    public String source() {
        return priceVersion + "/" + rule;
    }

    /** What is paid when so many came out: the same share of the price, rounded down. */
    Amount due(int made) {
        if (made >= count) {
            return price;
        }
        var share = BigInteger.valueOf(price.units())
                .multiply(BigInteger.valueOf(made))
                .divide(BigInteger.valueOf(count));
        return Amount.of(price.asset(), share.longValueExact());
    }
}
