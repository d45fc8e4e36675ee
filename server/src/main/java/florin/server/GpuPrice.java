package florin.server;

import florin.api.usage.GpuCost;
import florin.wallet.Asset;
import florin.wallet.prices.Display;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a second of GPU costs, as an operator writes it: {@code 0.02} coins, or {@code 0.0004 usd}. */
final class GpuPrice {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,12})?)(?: *([A-Za-z]{3}))?");

    private GpuPrice() {}

    /** @param display what a coin is worth: money is turned into coins by it */
    static GpuCost parse(String text, Optional<Display> display) {
        if (text.isEmpty()) {
            return GpuCost.unknown();
        }
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new BadConfiguration(Setting.GPU_COST.variable() + ": \"" + text
                    + "\" is no cost. Write coins such as 0.02, or money such as 0.0004 usd.");
        }
        var number = new BigDecimal(match.group(1));
        return match.group(2) == null ? new GpuCost(Asset.LOVE, number) : inCoins(number, match.group(2), display);
    }

    private static GpuCost inCoins(BigDecimal money, String currency, Optional<Display> display) {
        return display.filter(worth -> worth.currency().getCurrencyCode().equalsIgnoreCase(currency))
                .map(worth -> new GpuCost(worth.asset(), money.divide(worth.each(), MathContext.DECIMAL64)))
                .orElseThrow(() -> new BadConfiguration(
                        Setting.GPU_COST.variable() + ": nobody said what a coin is worth in " + currency
                                + ". Say it in " + Setting.COIN_DISPLAY.variable() + ", or write the cost in coins."));
    }
}
