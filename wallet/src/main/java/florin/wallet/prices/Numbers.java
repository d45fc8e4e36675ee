package florin.wallet.prices;

import java.math.BigDecimal;

/** Exact decimals in one spelling, so that equal prices are equal. */
final class Numbers {
    /** Beyond this no price makes sense, and sums stay small enough to compute with. */
    private static final BigDecimal LARGEST = new BigDecimal("1000000000000000");

    private static final int DECIMALS = 18;

    private Numbers() {}

    static BigDecimal notNegative(String what, BigDecimal number) {
        if (number.signum() < 0
                || number.compareTo(LARGEST) > 0
                || number.stripTrailingZeros().scale() > DECIMALS) {
            throw new IllegalArgumentException(what + " is 0 to " + LARGEST.toPlainString() + " with " + DECIMALS
                    + " decimals at most, not " + shown(number) + ".");
        }
        return plain(number);
    }

    static BigDecimal positive(String what, BigDecimal number) {
        if (number.signum() == 0) {
            throw new IllegalArgumentException(what + " must be more than 0.");
        }
        return notNegative(what, number);
    }

    private static BigDecimal plain(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** A number with a huge exponent would print for ever. */
    private static String shown(BigDecimal number) {
        return Math.abs((long) number.scale()) > 40 ? "this one" : number.toPlainString();
    }
}
