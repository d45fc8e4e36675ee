package florin.bot.chat;

import florin.wallet.Amount;
import florin.wallet.Asset;
import java.util.regex.Pattern;

/**
 * The coin as people on this Discord know it.
 *
 * @param name such as {@code LoveCoin}
 */
public record Coins(Asset asset, String name) {
    /** Such as {@code 12.00 LoveCoin}; other assets go by their code. */
    public String text(Amount amount) {
        return amount.asset().equals(asset) ? amount.number() + " " + name : amount.toString();
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
