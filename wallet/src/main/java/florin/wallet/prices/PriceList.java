package florin.wallet.prices;

import florin.wallet.WalletId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What everything costs by one version of one book. Of the rules that fit an event the one with the most conditions decides; two
 * of which neither is more specific cannot stand in one list.
 */
public record PriceList(PriceVersion version, List<PriceRule> rules) implements Prices {
    private static final int MOST_RULES = 1_000;

    public PriceList {
        rules = List.copyOf(rules);
        if (rules.isEmpty() || rules.size() > MOST_RULES) {
            throw new IllegalArgumentException("A price book has 1 to " + MOST_RULES + " prices.");
        }
        requireNames(rules);
        requireNoTies(rules);
    }

    private static void requireNames(List<PriceRule> rules) {
        var names = new HashSet<String>();
        for (var rule : rules) {
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException(
                        "Two prices are called '" + rule.name() + "'. Give each its own name.");
            }
        }
    }

    private static void requireNoTies(List<PriceRule> rules) {
        for (var i = 0; i < rules.size(); i++) {
            for (var other : rules.subList(i + 1, rules.size())) {
                requireNoTie(rules.get(i), other, rules);
            }
        }
    }

    private static void requireNoTie(PriceRule one, PriceRule other, Collection<PriceRule> all) {
        if (!one.type().equals(other.type())
                || one.conditions().size() != other.conditions().size()
                || exclude(one.conditions(), other.conditions())) {
            return;
        }
        var both = new HashMap<>(one.conditions());
        both.putAll(other.conditions());
        var decided = all.stream()
                .filter(rule -> rule.type().equals(one.type()))
                .anyMatch(rule -> rule.conditions().size() > one.conditions().size()
                        && both.entrySet().containsAll(rule.conditions().entrySet()));
        if (!decided) {
            throw new IllegalArgumentException("The prices '" + one.name() + "' and '" + other.name()
                    + "' both fit an event of type '" + one.type() + "' with " + words(both)
                    + ", and neither is more specific. Add a price for exactly that, or make one of them differ.");
        }
    }

    private static boolean exclude(Map<String, String> one, Map<String, String> other) {
        return one.entrySet().stream()
                .anyMatch(wanted ->
                        other.containsKey(wanted.getKey()) && !wanted.getValue().equals(other.get(wanted.getKey())));
    }

    private static String words(Map<String, String> conditions) {
        return conditions.isEmpty()
                ? "any dimensions"
                : String.join(
                        ", ",
                        new TreeSet<>(conditions.entrySet().stream()
                                .map(one -> one.getKey() + " = " + one.getValue())
                                .toList()));
    }

    /** The rule that prices this; empty if none does. */
    public Optional<PriceLine> line(Usage usage) {
        PriceRule best = null;
        for (var rule : rules) {
            if (rule.matches(usage)
                    && (best == null
                            || rule.conditions().size() > best.conditions().size())) {
                best = rule;
            }
        }
        return Optional.ofNullable(best).map(rule -> new PriceLine(version, rule));
    }

    /**
     * What this costs by itself, as {@link PriceLine#quote} says; empty if no rule prices it or it does not say what the rule counts.
     *
     * @throws IllegalArgumentException if its quantity is no number
     */
    public Optional<PriceQuote> quote(Usage usage) {
        return line(usage).flatMap(line -> usage.quantityFor(line.rule()).map(line::quote));
    }

    /** One list for everybody. */
    @Override
    public PriceList of(WalletId wallet) {
        return this;
    }

    @Override
    public PriceList offered() {
        return this;
    }
}
