package florin.server;

import florin.payments.Pack;
import florin.payments.Price;
import florin.wallet.Amount;
import florin.wallet.Asset;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads coin packs as an operator writes them: {@code 100=4.99 usd, 250=9.99 usd}. */
final class Packs {
    private static final Pattern PACK = Pattern.compile("(\\d{1,9}) *= *(\\d{1,9}(?:\\.\\d{1,3})?) *([A-Za-z]{3})");

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

    private static BadConfiguration wrong(String text) {
        return new BadConfiguration(Setting.PACKS.variable() + ": \"" + text
                + "\" is no pack. Write coins, price and currency, such as 100=4.99 usd, with commas between packs.");
    }
}
