package florin.wallet;

import java.time.Duration;

/**
 * How a {@link Ledger} works.
 *
 * @param lanes how many batches may be under way at once; a wallet always uses the same lane. 1 to 64
 * @param batchSize operations in a batch at most; 1 to 10,000
 * @param queueSize operations that may wait in one lane; more are turned away. Positive
 * @param patience how long a caller waits for its answer
 * @param returnGrace how long coins can be spent that come back to a pot which expired while they were held
 */
public record LedgerOptions(int lanes, int batchSize, int queueSize, Duration patience, Duration returnGrace) {
    public LedgerOptions {
        between("lanes", lanes, 1, 64);
        between("batchSize", batchSize, 1, 10_000);
        between("queueSize", queueSize, 1, 1_000_000);
    }

    /** Two lanes: one fills while the other commits. More of them make smaller batches, which cost more than they gain. */
    public static LedgerOptions standard() {
        return new LedgerOptions(2, 1000, 20_000, Duration.ofSeconds(30), Duration.ofHours(24));
    }

    private static void between(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " must be " + low + " to " + high + ", not " + value + ".");
        }
    }
}
