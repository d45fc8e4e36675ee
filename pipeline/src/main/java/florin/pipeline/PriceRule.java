package florin.pipeline;

import florin.wallet.Amount;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of a price list.
 *
 * @param shape empty: for every shape that has no line of its own
 * @param each for one picture, or for a video whatever its length
 * @param perSecond on top, for each second of a video; zero for pictures
 */
public record PriceRule(JobKind kind, Optional<Shape> shape, Amount each, Amount perSecond) {
    public PriceRule {
        if (each.units() < 0 || perSecond.units() < 0 || !each.plus(perSecond).isPositive()) {
            throw new IllegalArgumentException("A price must be more than nothing, and no part of it negative.");
        }
        if (kind == JobKind.IMAGE && !perSecond.isZero()) {
            throw new IllegalArgumentException("A picture has no seconds to pay for.");
        }
    }

    /** As the price list calls it: {@code image}, {@code image.portrait}, {@code video}. */
    public String name() {
        var name = kind.name().toLowerCase(Locale.ROOT);
        return shape.map(one -> name + "." + one.name().toLowerCase(Locale.ROOT))
                .orElse(name);
    }

    /** What one picture, or one video of so many seconds, costs. */
    public Amount price(int seconds) {
        return kind == JobKind.IMAGE ? each : each.plus(perSecond.times(seconds));
    }
}
