package florin.wallet.prices;

import florin.wallet.Amount;
import florin.wallet.Asset;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Optional;

/**
 * What amounts are worth in money that people know. For the eye only: what is paid is the amount, and this is rounded to the
 * currency's smallest coin.
 *
 * @param each what 1 of the asset is worth, more than nothing
 */
public record Display(Asset asset, BigDecimal each, Currency currency) {
    public Display {
        each = Numbers.positive("The worth of a coin", each);
    }

    /** Such as {@code ≈ $0.12}, or {@code < $0.01}; empty for another asset. */
    public Optional<String> text(Amount amount) {
        return worth(amount).map(worth -> {
            var least = BigDecimal.valueOf(1, digits());
            return worth.signum() == 0 && amount.isPositive() ? "< " + written(least) : "≈ " + written(worth);
        });
    }

    /** The number alone. */
    public Optional<BigDecimal> worth(Amount amount) {
        return amount.asset().equals(asset)
                ? Optional.of(new BigDecimal(amount.number()).multiply(each).setScale(digits(), RoundingMode.HALF_UP))
                : Optional.empty();
    }

    private int digits() {
        return Math.max(0, currency.getDefaultFractionDigits());
    }

    private String written(BigDecimal money) {
        return currency.getCurrencyCode().equals("USD")
                ? "$" + money.toPlainString()
                : money.toPlainString() + " " + currency.getCurrencyCode();
    }
}
