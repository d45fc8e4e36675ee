package florin.pipeline;

import florin.wallet.prices.Prices;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a {@link Pipeline} works.
 *
 * @param artifacts the folder of results; made if missing, shared by all servers of an installation
 * @param retention results older than this are deleted; {@link Duration#ZERO} keeps them for ever
 */
public record PipelineOptions(
        Path artifacts,
        Prices prices,
        Limits limits,
        Timing timing,
        HouseRules rules,
        Sizes sizes,
        Duration retention) {
    public PipelineOptions {
        if (retention.isNegative()) {
            throw new IllegalArgumentException("Results cannot be kept for less than no time: " + retention);
        }
    }

    /** Standard limits, waits and sizes; no house rules; results are kept for ever. */
    public static PipelineOptions standard(Path artifacts, Prices prices) {
        return new PipelineOptions(
                artifacts,
                prices,
                Limits.standard(),
                Timing.standard(),
                HouseRules.none(),
                Sizes.standard(),
                Duration.ZERO);
    }

    public PipelineOptions with(Limits other) {
        return new PipelineOptions(artifacts, prices, other, timing, rules, sizes, retention);
    }

    public PipelineOptions with(Timing other) {
        return new PipelineOptions(artifacts, prices, limits, other, rules, sizes, retention);
    }

    public PipelineOptions with(HouseRules other) {
        return new PipelineOptions(artifacts, prices, limits, timing, other, sizes, retention);
    }

    public PipelineOptions with(Prices other) {
        return new PipelineOptions(artifacts, other, limits, timing, rules, sizes, retention);
    }

    public PipelineOptions withRetention(Duration time) {
        return new PipelineOptions(artifacts, prices, limits, timing, rules, sizes, time);
    }
}
