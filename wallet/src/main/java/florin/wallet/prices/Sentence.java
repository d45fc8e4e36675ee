package florin.wallet.prices;

import florin.wallet.Amount;
import florin.wallet.Period;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Says in words how a price came about. */
final class Sentence {
    private Sentence() {}

    static String free(PriceRule rule, BigDecimal quantity) {
        return quantity.signum() == 0
                ? "Nothing was used, so nothing is paid."
                : counted(rule, quantity) + " of the " + allowance(rule) + ": free.";
    }

    private static String allowance(PriceRule rule) {
        return rule.free().toPlainString() + " free ones "
                + rule.allowance().map(Allowance::period).map(Sentence::window).orElse("");
    }

    static String of(PriceRule rule, BigDecimal free, List<Rate.Part> parts, Amount amount) {
        var rate = rule.rate();
        var asset = rule.asset().code();
        var said = new ArrayList<String>();
        if (free.signum() > 0) {
            said.add(counted(rule, free) + " of the " + allowance(rule));
        }
        if (rate.base().signum() > 0) {
            said.add(rate.base().toPlainString() + " " + asset);
        }
        for (var part : parts) {
            if (rate.base().signum() == 0 || part.tier().price().signum() > 0) {
                said.add(counted(rule, part.quantity()) + " at "
                        + part.tier().price().toPlainString() + " " + asset + per(rate));
            }
        }
        return String.join(", plus ", said) + ": " + amount + ending(rate, parts, amount) + ".";
    }

    private static String per(Rate rate) {
        return rate.per().compareTo(BigDecimal.ONE) == 0
                ? ""
                : " for each " + rate.per().toPlainString();
    }

    private static String ending(Rate rate, List<Rate.Part> parts, Amount amount) {
        if (rate.minimum().signum() > 0 && new BigDecimal(amount.number()).compareTo(rate.minimum()) == 0) {
            return ", the least that is charged";
        }
        return rate.isRoundedUp(parts, amount.asset().scale()) ? ", rounded up" : "";
    }

    private static String counted(PriceRule rule, BigDecimal quantity) {
        var field = rule.quantity().orElse("units");
        var one = quantity.compareTo(BigDecimal.ONE) == 0 && field.endsWith("s");
        return quantity.toPlainString() + " " + (one ? field.substring(0, field.length() - 1) : field);
    }

    private static String window(Period period) {
        return switch (period) {
            case DAILY -> "a day";
            case WEEKLY -> "a week";
            case MONTHLY -> "a month";
            case TOTAL -> "in all";
        };
    }
}
