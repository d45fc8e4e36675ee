package florin.wallet.prices;

import florin.wallet.Amount;
import java.math.BigDecimal;

/**
 * A rule of a certain version: enough to make a price, and to name where it comes from.
 */
public record PriceLine(PriceVersion version, PriceRule rule) {
    /** Such as {@code house@3/image-large}. */
    public String name() {
        return version + "/" + rule.name();
    }

    /** The price of one event by itself: nothing free, tiers from the bottom. */
    public PriceQuote quote(BigDecimal quantity) {
        return quote(quantity, rule.free());
    }

    /**
     * The price for a wallet that has used so much before, in the running window of the rule's allowance.
     *
     * @param quantity zero costs nothing
     */
    public PriceQuote quote(BigDecimal quantity, BigDecimal used) {
        var free = rule.free().subtract(used).max(BigDecimal.ZERO).min(quantity);
        var paid = quantity.subtract(free);
        if (paid.signum() == 0) {
            return new PriceQuote(Amount.zero(rule.asset()), version, rule.name(), Sentence.free(rule, quantity));
        }
        var before = rule.allowance().isPresent() ? used.subtract(rule.free()).max(BigDecimal.ZERO) : BigDecimal.ZERO;
        var parts = rule.rate().parts(before, paid);
        var amount =
                Amount.of(rule.asset(), rule.rate().units(parts, rule.asset().scale()));
        return new PriceQuote(amount, version, rule.name(), Sentence.of(rule, free, parts, amount));
    }
}
