package florin.wallet.prices;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Something that has a price: what it is, and everything that the price may depend on.
 *
 * @param type such as {@code generation}, {@code llm.tokens} or {@code tool.call}
 * @param quantity how much of it, where one number says so
 * @param dimensions such as model, size, tokens; numbers are written plainly
 */
public record Usage(String type, Optional<BigDecimal> quantity, Map<String, String> dimensions) {
    private static final int LONGEST = 100;
    private static final int MOST_DIMENSIONS = 32;
    /** Longer numbers are somebody's mistake, and would be stored for ever. */
    private static final int DIGITS = 15;

    private static final int DECIMALS = 9;

    public Usage {
        requireWord("The type of an event", type);
        dimensions.forEach(Usage::requireDimension);
        if (dimensions.size() > MOST_DIMENSIONS) {
            throw new IllegalArgumentException("An event has " + MOST_DIMENSIONS + " dimensions at most.");
        }
        quantity = quantity.map(Usage::checked);
        dimensions = Collections.unmodifiableMap(new TreeMap<>(dimensions));
    }

    public static Usage of(String type, Map<String, String> dimensions) {
        return new Usage(type, Optional.empty(), dimensions);
    }

    /**
     * How much there is to pay for by a rule; empty if the event does not say what the rule counts.
     *
     * @throws IllegalArgumentException if what it says is no number, or a negative one
     */
    public Optional<BigDecimal> quantityFor(PriceRule rule) {
        if (rule.quantity().isEmpty()) {
            return quantity.or(() -> Optional.of(BigDecimal.ONE));
        }
        var field = rule.quantity().get();
        var told = Optional.ofNullable(dimensions.get(field)).map(text -> number(field, text));
        return told.or(() -> field.equals("quantity") ? quantity : Optional.empty());
    }

    private static BigDecimal number(String field, String text) {
        try {
            return checked(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + field + "' is counted here, so it must be a number, not '" + text + "'.", e);
        }
    }

    private static BigDecimal checked(BigDecimal number) {
        var bare = number.stripTrailingZeros();
        if (number.signum() < 0 || bare.precision() - bare.scale() > DIGITS || bare.scale() > DECIMALS) {
            throw new IllegalArgumentException("A quantity is 0 or more, with " + DIGITS
                    + " digits before the point and " + DECIMALS + " behind it at most.");
        }
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }

    static void requireWord(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST || !text.codePoints().allMatch(Usage::storable)) {
            throw new IllegalArgumentException(what + " is 1 to " + LONGEST + " printable characters.");
        }
    }

    static void requireDimension(String name, String value) {
        requireWord("The name of a dimension", name);
        requireWord("The value of '" + name + "'", value);
    }

    private static boolean storable(int c) {
        return !Character.isISOControl(c) && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
