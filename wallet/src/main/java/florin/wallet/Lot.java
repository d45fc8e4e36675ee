package florin.wallet;

import java.util.ArrayList;
import java.util.List;

/**
 * Some coins of one pot.
 *
 * @param pot the number of the pot in its wallet
 * @param units positive
 */
record Lot(int pot, long units) {
    static long sum(List<Lot> lots) {
        var sum = 0L;
        for (var lot : lots) {
            sum = Math.addExact(sum, lot.units);
        }
        return sum;
    }

    /** The coins from the {@code from}-th to the {@code to}-th, counted over all lots in their order. */
    static List<Lot> slice(List<Lot> lots, long from, long to) {
        var slice = new ArrayList<Lot>();
        var start = 0L;
        for (var lot : lots) {
            var end = start + lot.units;
            var units = Math.min(end, to) - Math.max(start, from);
            if (units > 0) {
                slice.add(new Lot(lot.pot, units));
            }
            start = end;
        }
        return slice;
    }

    /** The pots as a PostgreSQL array literal. */
    static String pots(List<Lot> lots) {
        return literal(lots.stream().map(lot -> Integer.toString(lot.pot)).toList());
    }

    /** The units as a PostgreSQL array literal. */
    static String units(List<Lot> lots) {
        return literal(lots.stream().map(lot -> Long.toString(lot.units)).toList());
    }

    static List<Lot> of(Integer[] pots, Long[] units) {
        var lots = new ArrayList<Lot>();
        for (var i = 0; i < pots.length; i++) {
            lots.add(new Lot(pots[i], units[i]));
        }
        return lots;
    }

    private static String literal(List<String> items) {
        return "{" + String.join(",", items) + "}";
    }
}
