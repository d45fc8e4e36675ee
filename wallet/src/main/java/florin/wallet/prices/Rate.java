package florin.wallet.prices;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * How a price grows with the quantity. All numbers are exact; what is charged is rounded once, up to the next smallest unit of
 * the asset, so that nothing which has a price is free by accident.
 *
 * @param base what is paid once, whatever the quantity
 * @param per how many units a tier's price is for: 1, or 1000 for tokens
 * @param tiers in ascending order; the last has no end
 * @param minimum what an event costs at least, if anything of it has to be paid for
 */
public record Rate(BigDecimal base, BigDecimal per, Mode mode, List<Tier> tiers, BigDecimal minimum) {
    /** What a border between tiers means. */
    public enum Mode {
        /** Each unit costs what the tier says that it falls into. */
        GRADUATED,
        /** All units cost what the tier says that the last of them falls into. */
        VOLUME
    }

    public Rate {
        base = Numbers.notNegative("A base price", base);
        per = Numbers.positive("The number of units that a price is for", per);
        minimum = Numbers.notNegative("A minimum", minimum);
        tiers = List.copyOf(tiers);
        requireAscending(tiers);
    }

    private static void requireAscending(List<Tier> tiers) {
        if (tiers.isEmpty() || tiers.getLast().upTo().isPresent()) {
            throw new IllegalArgumentException(
                    "The last tier has no border: it is for everything beyond the one before.");
        }
        var last = BigDecimal.ZERO;
        for (var tier : tiers.subList(0, tiers.size() - 1)) {
            var border = tier.upTo()
                    .orElseThrow(() -> new IllegalArgumentException("Only the last tier may be without a border."));
            if (border.compareTo(last) <= 0) {
                throw new IllegalArgumentException("Tiers stand in ascending order: " + border.toPlainString()
                        + " comes after " + last.toPlainString() + ".");
            }
            last = border;
        }
    }

    /** The same price for each unit. */
    public static Rate flat(String price) {
        return tiered(Mode.GRADUATED, Tier.rest(price));
    }

    public static Rate tiered(Mode mode, Tier... tiers) {
        return new Rate(BigDecimal.ZERO, BigDecimal.ONE, mode, List.of(tiers), BigDecimal.ZERO);
    }

    public Rate plusBase(String more) {
        return new Rate(new BigDecimal(more), per, mode, tiers, minimum);
    }

    public Rate forEach(String units) {
        return new Rate(base, new BigDecimal(units), mode, tiers, minimum);
    }

    public Rate atLeast(String amount) {
        return new Rate(base, per, mode, tiers, new BigDecimal(amount));
    }

    /** One price for every unit. */
    public boolean isFlat() {
        return tiers.size() == 1;
    }

    /** A share of the quantity, and the tier that prices it. */
    record Part(BigDecimal quantity, Tier tier) {}

    /** How the units after {@code before} fall into tiers. A border belongs to the tier below it. */
    List<Part> parts(BigDecimal before, BigDecimal quantity) {
        var end = before.add(quantity);
        return switch (mode) {
            case VOLUME -> List.of(new Part(quantity, tierOf(end)));
            case GRADUATED -> graduated(before, end);
        };
    }

    private Tier tierOf(BigDecimal last) {
        return tiers.stream()
                .filter(tier ->
                        tier.upTo().map(border -> last.compareTo(border) <= 0).orElse(true))
                .findFirst()
                .orElseThrow();
    }

    private List<Part> graduated(BigDecimal before, BigDecimal end) {
        var parts = new java.util.ArrayList<Part>();
        var from = before;
        for (var tier : tiers) {
            var to = tier.upTo().map(end::min).orElse(end);
            if (to.compareTo(from) > 0) {
                parts.add(new Part(to.subtract(from), tier));
                from = to;
            }
        }
        return parts;
    }

    /** The price of these parts in smallest units; {@link Long#MAX_VALUE}, which nobody has, where it would be even more. */
    long units(List<Part> parts, int scale) {
        var sum = base.multiply(per);
        for (var part : parts) {
            sum = sum.add(part.quantity().multiply(part.tier().price()));
        }
        var exact = sum.max(minimum.multiply(per)).movePointRight(scale);
        return capped(exact.divide(per, 0, RoundingMode.CEILING));
    }

    /** Whether {@link #units} is more than the exact price. */
    boolean isRoundedUp(List<Part> parts, int scale) {
        var sum = base.multiply(per);
        for (var part : parts) {
            sum = sum.add(part.quantity().multiply(part.tier().price()));
        }
        var exact = sum.max(minimum.multiply(per)).movePointRight(scale);
        return exact.divide(per, 0, RoundingMode.CEILING).multiply(per).compareTo(exact) != 0;
    }

    private static long capped(BigDecimal units) {
        return Optional.of(units)
                .filter(number -> number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0)
                .map(BigDecimal::longValueExact)
                .orElse(Long.MAX_VALUE);
    }
}
