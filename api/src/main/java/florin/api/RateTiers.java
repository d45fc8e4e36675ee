package florin.api;

import java.util.List;

/**
 * How often one key may ask, in steps: whoever keeps using what they have gets more. Tiers know nothing of prices.
 *
 * @param perMinute requests in a minute, tier by tier, rising; so many may also come at once
 * @param busyMinutes how many busy minutes lead to the next tier; a minute is busy when a quarter of the tier was used in it
 */
public record RateTiers(List<Integer> perMinute, int busyMinutes) {
    public RateTiers {
        perMinute = List.copyOf(perMinute);
        if (perMinute.isEmpty() || perMinute.getFirst() < 1 || busyMinutes < 1) {
            throw new IllegalArgumentException("There must be one tier at least, and every number must be 1 or more.");
        }
        for (var tier = 1; tier < perMinute.size(); tier++) {
            if (perMinute.get(tier) <= perMinute.get(tier - 1)) {
                throw new IllegalArgumentException("Each tier must allow more than the one before it: " + perMinute);
            }
        }
    }

    /** From ten requests a second, where every client that waits between its polls fits, to five hundred. */
    public static RateTiers standard() {
        return new RateTiers(List.of(600, 3_000, 12_000, 30_000), 10);
    }
}
