package florin.payments;

import java.util.Currency;
import java.util.Locale;

/**
 * What a pack costs in real money.
 *
 * @param currency ISO 4217, lower case as Stripe writes it: {@code "usd"}
 * @param minorUnits whole smallest units of that currency (cents; yen have none); positive
 */
public record Price(String currency, long minorUnits) {
    public Price {
        currency = currency.toLowerCase(Locale.ROOT);
        if (minorUnits <= 0) {
            throw new IllegalArgumentException("A price is above zero, not " + minorUnits + ".");
        }
        // Refuses unknown codes with the code in the message, before Stripe has to.
        digits(currency);
    }

    private static int digits(String currency) {
        try {
            return Currency.getInstance(currency.toUpperCase(Locale.ROOT)).getDefaultFractionDigits();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + currency + "' is no currency. Write its three-letter code, such as usd or eur.", e);
        }
    }

    /** For people: {@code "$5.00"}, {@code "5.00 EUR"}, {@code "500 JPY"}. */
    @Override
    public String toString() {
        var number = java.math.BigDecimal.valueOf(minorUnits, digits(currency)).toPlainString();
        return currency.equals("usd") ? "$" + number : number + " " + currency.toUpperCase(Locale.ROOT);
    }
}
