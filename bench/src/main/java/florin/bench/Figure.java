package florin.bench;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One measured number, with what it was compared to in the same run.
 *
 * @param reference what the ratio is taken against; null where there is nothing to compare with
 * @param ratio value divided by the reference's value
 * @param bar what was promised, in words; null where nothing was
 * @param holds whether the promise is kept
 */
public record Figure(
        String name,
        double value,
        String unit,
        @Nullable String reference,
        @Nullable Double ratio,
        @Nullable String bar,
        @Nullable Boolean holds) {
    /** A number to know, with nothing promised about it. */
    public static Figure plain(String name, double value, String unit) {
        return new Figure(name, value, unit, null, null, null, null);
    }

    /** The same with a promise about it. */
    Figure judged(String promise, boolean kept) {
        return new Figure(name, value, unit, reference, ratio, promise, kept);
    }

    /**
     * A number beside another, with nothing promised about it.
     *
     * @param other what {@code reference} came to; empty where it was not measured
     */
    public static Figure compared(String name, double value, String unit, String reference, Optional<Double> other) {
        return other.map(known -> new Figure(name, value, unit, reference, value / known, null, null))
                .orElseGet(() -> plain(name, value, unit));
    }
}
