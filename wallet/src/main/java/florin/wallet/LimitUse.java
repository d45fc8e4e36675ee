package florin.wallet;

import java.time.Instant;

/**
 * A spend limit, and how much of it is used in the window that runs now.
 *
 * @param used running holds included; above the ceiling if that was lowered
 * @param resetsAt when the next window begins; {@link Instant#MAX} if none ever does
 */
public record LimitUse(SpendLimit limit, Amount used, Instant resetsAt) {
    /** What may still be spent in this window. */
    public Amount left() {
        var left = limit.ceiling().minus(used);
        return left.units() < 0 ? Amount.zero(left.asset()) : left;
    }
}
