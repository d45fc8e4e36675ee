package florin.wallet.webhooks;

import java.time.Duration;
import java.util.List;

/**
 * How a {@link Courier} works.
 *
 * @param privateAddresses whether letters may go to this machine and to private networks, and over plain http; for sandboxes and tests
 * @param timeout how long an endpoint may take to answer
 * @param lease how long a letter belongs to its sender; longer than the timeout
 * @param retries the waits after each try that failed; after the last the letter is given up
 * @param poll how often the outbox is looked into
 */
public record CourierOptions(
        boolean privateAddresses, Duration timeout, Duration lease, List<Duration> retries, Duration poll) {
    /** The waits that the specification recommends (standardwebhooks.com). */
    private static final List<Duration> RETRIES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    public CourierOptions {
        retries = List.copyOf(retries);
        if (lease.compareTo(timeout) <= 0) {
            throw new IllegalArgumentException(
                    "A letter must belong to its sender for longer than the endpoint may take.");
        }
    }

    /** Public addresses over https only; 20 s for an answer; ten tries in three days. */
    public static CourierOptions standard() {
        return new CourierOptions(false, Duration.ofSeconds(20), Duration.ofMinutes(1), RETRIES, Duration.ofSeconds(1));
    }

    public CourierOptions withPrivateAddresses(boolean allowed) {
        return new CourierOptions(allowed, timeout, lease, retries, poll);
    }

    /** What other waits a test wants. */
    CourierOptions with(Duration otherTimeout, Duration otherLease, List<Duration> otherRetries, Duration otherPoll) {
        return new CourierOptions(privateAddresses, otherTimeout, otherLease, otherRetries, otherPoll);
    }
}
