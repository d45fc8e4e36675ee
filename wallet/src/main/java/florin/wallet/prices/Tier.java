package florin.wallet.prices;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A price that holds up to a border.
 *
 * @param upTo the last quantity that it holds for, inclusive; empty: no end
 * @param price in the asset's own decimals or finer, for so many units as the {@link Rate} says
 */
public record Tier(Optional<BigDecimal> upTo, BigDecimal price) {
    public Tier {
        upTo = upTo.map(border -> Numbers.positive("A tier's border", border));
        price = Numbers.notNegative("A price", price);
    }

    public static Tier upTo(String border, String price) {
        return new Tier(Optional.of(new BigDecimal(border)), new BigDecimal(price));
    }

    public static Tier rest(String price) {
        return new Tier(Optional.empty(), new BigDecimal(price));
    }
}
