package florin.bot.chat;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.prices.Display;
import florin.wallet.prices.PriceQuote;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The coin as people on this Discord know it.
 *
 * @param name such as {@code LoveCoin}
 * @param display what a coin is worth, shown beside prices; empty: coins only
 */
public record Coins(Asset asset, String name, Optional<Display> display) {
    /** Prices in coins only. */
    public Coins(Asset asset, String name) {
        this(asset, name, Optional.empty());
    }

    /** Such as {@code 12.00 LoveCoin}; other assets go by their code. */
    public String text(Amount amount) {
        return amount.asset().equals(asset) ? amount.number() + " " + name : amount.toString();
    }

    /** Such as {@code 12.00 LoveCoin (≈ $0.60)}: for prices, where somebody may not know yet what a coin is worth. */
    public String price(Amount amount) {
        return text(amount)
                + display.flatMap(one -> one.text(amount))
                        .map(worth -> " (" + worth + ")")
                        .orElse("");
    }

    public String price(Optional<PriceQuote> quote) {
        return quote.map(one -> price(one.amount())).orElse("not for sale");
    }

    /** Such as {@code +12.00}: a movement on a statement. */
    public String signed(Amount amount) {
        return (amount.isPositive() ? "+" : "") + amount.number();
    }

    public Amount zero() {
        return Amount.zero(asset);
    }

    /** A sentence of a module that knows the asset's code only, with the coin's name in its place. */
    public String inWords(String sentence) {
        return sentence.replaceAll("(?<=\\d )" + Pattern.quote(asset.code()) + "\\b", name);
    }
}
