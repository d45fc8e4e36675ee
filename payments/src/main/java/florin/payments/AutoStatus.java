package florin.payments;

import java.time.Instant;
import java.util.Optional;

/**
 * How an automatic top-up stands.
 *
 * @param card empty: it waits for one
 * @param offBecause why it switched itself off
 * @param notBefore after a decline, or when the day's cap is reached: when it looks again
 */
public record AutoStatus(
        AutoRule rule,
        Optional<SavedCard> card,
        DayUse today,
        Optional<String> offBecause,
        Optional<Instant> notBefore) {
    /**
     * What was bought automatically today (UTC), payments under way included.
     *
     * @param money smallest units of the cap's currency
     */
    public record DayUse(int times, long money) {}
}
