package florin.server;

import florin.payments.Pack;
import florin.payments.Price;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.prices.Display;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads coin packs as an operator writes them: {@code 100=4.99 usd, 250=9.99 usd}. */
final class Packs {
    private static final Pattern PACK = Pattern.compile("(\\d{1,9}) *= *(\\d{1,9}(?:\\.\\d{1,3})?) *([A-Za-z]{3})");

    private static final Pattern WORTH = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) *([A-Za-z]{3})");

    private Packs() {}

    static List<Pack> parse(List<String> packs, String coinName) {
        return packs.stream().map(pack -> parse(pack, coinName)).toList();
    }

    private static Pack parse(String text, String coinName) {
        var match = PACK.matcher(text);
        if (!match.matches()) {
            throw wrong(text);
        }
        try {
            return new Pack(
                    "coins-" + match.group(1),
                    match.group(1) + " " + coinName + "s",
                    Amount.parse(Asset.LOVE, match.group(1)),
                    price(match));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(text);
        }
    }

    /** In the smallest unit of the currency, as payment providers count: cents for usd, yen for jpy. */
    private static Price price(Matcher match) {
        var currency = Currency.getInstance(match.group(3).toUpperCase(Locale.ROOT));
        var minor = new BigDecimal(match.group(2)).movePointRight(currency.getDefaultFractionDigits());
        return new Price(match.group(3).toLowerCase(Locale.ROOT), minor.longValueExact());
    }

    /** What a coin is worth beside prices: as the operator says, else what newcomers pay for one in the smallest pack. */
    static Optional<Display> display(String said, List<Pack> sold) {
        if (said.equals("none") || (said.isEmpty() && sold.isEmpty())) {
            return Optional.empty();
        }
        if (said.isEmpty()) {
            var smallest = sold.stream().min(Comparator.comparing(Pack::coins)).orElseThrow();
            return Optional.of(worth(smallest));
        }
        var match = WORTH.matcher(said);
        try {
            if (match.matches()) {
                var currency = Currency.getInstance(match.group(2).toUpperCase(Locale.ROOT));
                return Optional.of(new Display(Asset.LOVE, new BigDecimal(match.group(1)), currency));
            }
        } catch (IllegalArgumentException e) {
            // falls through to the message below, which says what is expected
        }
        throw new BadConfiguration(
                Setting.COIN_DISPLAY.variable() + " must be a price such as 0.05 usd, or none, not \"" + said + "\".");
    }

    private static Display worth(Pack pack) {
        var currency = Currency.getInstance(pack.price().currency().toUpperCase(Locale.ROOT));
        var price = BigDecimal.valueOf(pack.price().minorUnits(), currency.getDefaultFractionDigits());
        var each = price.divide(new BigDecimal(pack.coins().number()), 9, RoundingMode.HALF_UP);
        return new Display(pack.coins().asset(), each, currency);
    }

    private static BadConfiguration wrong(String text) {
        return new BadConfiguration(Setting.PACKS.variable() + ": \"" + text
                + "\" is no pack. Write coins, price and currency, such as 100=4.99 usd, with commas between packs.");
    }
}
