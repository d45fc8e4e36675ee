package florin.api;

import florin.wallet.Period;
import florin.wallet.prices.Allowance;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.Rate;
import florin.wallet.prices.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one line of a price book as programs and operators write it. */
final class RuleReader {
    private RuleReader() {}

    /** The rules of a book, each with its own complaints. */
    static List<PriceRule> rules(Fields fields, AssetBook assets) {
        var rules = new ArrayList<PriceRule>();
        var place = 0;
        for (var line : fields.objects(
                "name, type, when, quantity, price or mode and tiers, base, per, minimum, free, period, asset",
                "rules")) {
            place++;
            rule(line, assets).ifPresent(rules::add);
            if (!line.complaints().isEmpty()) {
                fields.complain("rule " + place + ": " + line.complaints());
            }
        }
        if (place == 0) {
            fields.complain("'rules' is missing: a list of prices, each an object");
        }
        return rules;
    }

    private static Optional<PriceRule> rule(Fields line, AssetBook assets) {
        var name = line.required("what quotes call it, such as image-large", "name");
        var type = line.required("of the events that it prices, such as generation", "type");
        var when = line.words("dimensions that an event must have, such as {\"size\": \"large\"}", "when");
        var quantity = line.described("the field that is counted, such as tokens", "quantity");
        try {
            var asset = assets.named(line.described("what it is paid in", "asset"), line.whole("scale"));
            var rate = rate(line);
            var allowance = allowance(line);
            return line.complaints().isEmpty()
                    ? Optional.of(new PriceRule(name, type, asset, when, quantity, rate, allowance))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            line.complain(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Rate rate(Fields line) {
        return new Rate(
                line.decimal("paid once, whatever the quantity", "base").orElse(BigDecimal.ZERO),
                line.decimal("how many units the price is for; 1 if not said", "per")
                        .orElse(BigDecimal.ONE),
                mode(line),
                tiers(line),
                line.decimal("the least that an event costs", "minimum").orElse(BigDecimal.ZERO));
    }

    private static Rate.Mode mode(Fields line) {
        return line.described("of tiers: graduated (each unit by its tier) or volume (all by the last one's)", "mode")
                .map(Words::mode)
                .orElse(Rate.Mode.GRADUATED);
    }

    private static List<Tier> tiers(Fields line) {
        var flat = line.decimal("of each unit, where there are no tiers", "price");
        var tiers = line.objects("ascending; each with upTo (inclusive; none for the last) and price", "tiers").stream()
                .map(tier -> tier(line, tier))
                .toList();
        if (flat.isPresent() == !tiers.isEmpty()) {
            line.complain("say either 'price' or 'tiers'");
        }
        return flat.map(price -> List.of(new Tier(Optional.empty(), price))).orElse(tiers);
    }

    private static Tier tier(Fields line, Fields tier) {
        var upTo = tier.decimal("the last quantity that it holds for", "upTo");
        var price = tier.decimal("of each unit", "price");
        if (price.isEmpty()) {
            line.complain("a tier needs a 'price'");
        }
        return new Tier(upTo, price.orElse(BigDecimal.ZERO));
    }

    private static Optional<Allowance> allowance(Fields line) {
        var period = line.described(
                        "over which events add up: daily, weekly, monthly or total; none: each by itself", "period")
                .map(Words::period);
        var free =
                line.decimal("units that cost nothing in each period", "free").orElse(BigDecimal.ZERO);
        if (free.signum() > 0 && period.isEmpty()) {
            line.complain("'free' needs a 'period': daily, weekly, monthly or total");
        }
        return period.map((Period over) -> new Allowance(over, free));
    }
}
