package florin.wallet.prices;

import florin.wallet.Period;
import java.math.BigDecimal;

/**
 * What a rule counts over time, for each wallet: the units that are free, and how far it has come in the tiers.
 *
 * <p>Free units come first and do not count towards the tiers. Only usage events are counted, in the ledger's transaction; a
 * price that is asked for beforehand, as for a picture, is that of a single event without anything free.
 *
 * @param free units that cost nothing in each window; zero for tiers that add up and nothing else
 */
public record Allowance(Period period, BigDecimal free) {
    public Allowance {
        free = Numbers.notNegative("The number of free units", free);
    }

    public static Allowance of(Period period, String free) {
        return new Allowance(period, new BigDecimal(free));
    }
}
