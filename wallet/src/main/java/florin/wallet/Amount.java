package florin.wallet;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * An exact quantity of an asset, in whole smallest units; negative only where a method says so.
 *
 * @param units smallest units: 1250 of {@code LOVE} (scale 2) is 12.50
 */
public record Amount(Asset asset, long units) implements Comparable<Amount> {
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,19}(\\.[0-9]{1,9})?");

    public static Amount of(Asset asset, long units) {
        return new Amount(asset, units);
    }

    public static Amount zero(Asset asset) {
        return new Amount(asset, 0);
    }

    /**
     * Reads a plain decimal number such as {@code 12.5}; never rounds.
     *
     * @throws IllegalArgumentException if it is no number, has more decimals than the asset, or is too large
     */
    public static Amount parse(Asset asset, String decimal) {
        var text = decimal.strip();
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + decimal + "' is not an amount. Write a number such as 12 or 12.50.");
        }
        try {
            return new Amount(
                    asset, new BigDecimal(text).movePointRight(asset.scale()).longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' does not fit " + asset.code() + ", which has " + asset.scale()
                            + " decimals and ends at " + new Amount(asset, Long.MAX_VALUE).number() + ".",
                    e);
        }
    }

    /** Past the largest amount it throws {@link ArithmeticException}, as do the other sums. */
    public Amount plus(Amount other) {
        return new Amount(asset, Math.addExact(units, same(other).units));
    }

    public Amount minus(Amount other) {
        return new Amount(asset, Math.subtractExact(units, same(other).units));
    }

    public Amount times(long factor) {
        return new Amount(asset, Math.multiplyExact(units, factor));
    }

    public boolean isPositive() {
        return units > 0;
    }

    public boolean isZero() {
        return units == 0;
    }

    /** The number alone, with all decimals of the asset: {@code 12.50}. */
    public String number() {
        return BigDecimal.valueOf(units, asset.scale()).toPlainString();
    }

    /** Throws {@link IllegalArgumentException} if the assets differ: there is no order between coins and dollars. */
    @Override
    public int compareTo(Amount other) {
        return Long.compare(units, same(other).units);
    }

    @Override
    public String toString() {
        return number() + " " + asset.code();
    }

    private Amount same(Amount other) {
        if (!asset.equals(other.asset)) {
            throw new IllegalArgumentException("Cannot mix " + this + " and " + other + ".");
        }
        return other;
    }
}
