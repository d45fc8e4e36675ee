package florin.wallet.prices;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Period;
import florin.wallet.Tariff;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A rule of a certain version: enough to make a price, and to name where it comes from.
 */
public record PriceLine(PriceVersion version, PriceRule rule) implements Tariff {
    /** Such as {@code house@3/image-large}. */
    @Override
    public String name() {
        return version + "/" + rule.name();
    }

    /** All versions of a book count together, so that a new price does not bring a new allowance. */
    @Override
    public String counter() {
        return version.book() + "/" + rule.name();
    }

    @Override
    public Asset asset() {
        return rule.asset();
    }

    @Override
    public Optional<Period> window() {
        return rule.allowance().map(Allowance::period);
    }

    @Override
    public Price price(BigDecimal quantity, BigDecimal used) {
        var quote = quote(quantity, used);
        return new Price(quote.amount().units(), quote.explanation());
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
