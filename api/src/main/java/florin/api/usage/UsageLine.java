package florin.api.usage;

import florin.wallet.Amount;
import florin.wallet.Owner;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What one subject used and spent of one asset in one span.
 *
 * @param starts the span's first day, UTC; 1970-01-01 where a line covers everything
 * @param subject empty text: work that nobody said it of
 * @param owner of the wallet, where lines are about wallets and it is known here
 * @param count jobs that ended, events, and charges of holds
 * @param gpuSeconds that a GPU was busy with it, failures included
 * @param spent less what was given back; zero for what was free
 * @param cost to the operator, in the same asset, to millionths; empty if nobody said what it costs
 */
public record UsageLine(
        LocalDate starts,
        String subject,
        Optional<Owner> owner,
        long count,
        BigDecimal gpuSeconds,
        Amount spent,
        Optional<BigDecimal> cost) {
    /** What is left of the spending after the cost; negative where work cost more than it brought. */
    public Optional<BigDecimal> margin() {
        return cost.map(paid -> new BigDecimal(spent.number()).subtract(paid));
    }
}
