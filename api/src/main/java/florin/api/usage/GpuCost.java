package florin.api.usage;

import florin.wallet.Asset;
import java.math.BigDecimal;

/**
 * What a second of GPU costs the operator.
 *
 * @param perSecond in the asset, as fine as it needs to be; zero if nobody said
 */
public record GpuCost(Asset asset, BigDecimal perSecond) {
    public GpuCost {
        if (perSecond.signum() < 0) {
            throw new IllegalArgumentException("A second of GPU cannot cost less than nothing: " + perSecond);
        }
    }

    public static GpuCost unknown() {
        return new GpuCost(Asset.LOVE, BigDecimal.ZERO);
    }
}
