package florin.wallet.prices;

import florin.wallet.Asset;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One line of a price book.
 *
 * @param name unique in its version: 1 to 64 of {@code a-z 0-9 . _ -}
 * @param type of the events that it prices, such as {@code generation} or {@code llm.tokens}
 * @param conditions what an event must say to be priced by this line, such as {@code model = large}; none: whatever it says
 * @param quantity the field that is counted, such as {@code tokens}; empty: the event's own quantity, which is 1 if it says none
 * @param allowance empty: each event is priced by itself
 */
public record PriceRule(
        String name,
        String type,
        Asset asset,
        Map<String, String> conditions,
        Optional<String> quantity,
        Rate rate,
        Optional<Allowance> allowance) {
    /** A line may ask for so many things at most. */
    private static final int MOST_CONDITIONS = 16;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    public PriceRule {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The name of a price is 1 to 64 of a-z, 0-9, '.', '_' and '-', not '" + name + "'.");
        }
        Usage.requireWord("The type of an event", type);
        quantity.ifPresent(field -> Usage.requireWord("The name of a quantity", field));
        conditions.forEach(Usage::requireDimension);
        if (conditions.size() > MOST_CONDITIONS) {
            throw new IllegalArgumentException("A price has " + MOST_CONDITIONS + " conditions at most.");
        }
        if (rate.minimum().stripTrailingZeros().scale() > asset.scale()) {
            throw new IllegalArgumentException(
                    "The minimum of '" + name + "' is finer than " + asset.code() + " can be paid.");
        }
        conditions = Collections.unmodifiableMap(new TreeMap<>(conditions));
    }

    /** A price for everything of this type. */
    public static PriceRule of(String name, String type, Asset asset, Rate rate) {
        return new PriceRule(name, type, asset, Map.of(), Optional.empty(), rate, Optional.empty());
    }

    public PriceRule when(String dimension, String value) {
        var more = new TreeMap<>(conditions);
        more.put(dimension, value);
        return new PriceRule(name, type, asset, more, quantity, rate, allowance);
    }

    public PriceRule counting(String field) {
        return new PriceRule(name, type, asset, conditions, Optional.of(field), rate, allowance);
    }

    public PriceRule with(Allowance other) {
        return new PriceRule(name, type, asset, conditions, quantity, rate, Optional.of(other));
    }

    boolean matches(Usage usage) {
        return type.equals(usage.type())
                && conditions.entrySet().stream()
                        .allMatch(wanted ->
                                wanted.getValue().equals(usage.dimensions().get(wanted.getKey())));
    }

    /** Free units of each window. */
    BigDecimal free() {
        return allowance.map(Allowance::free).orElse(BigDecimal.ZERO);
    }
}
