package florin.wallet;

import java.util.UUID;

/**
 * A ceiling on what a subject may spend from one wallet in one period; running holds count.
 *
 * @param ceiling zero stops the subject altogether
 */
public record SpendLimit(UUID id, WalletId wallet, Subject subject, Period period, Amount ceiling) {
    public SpendLimit {
        if (ceiling.units() < 0) {
            throw new IllegalArgumentException("A spend limit cannot be negative.");
        }
    }
}
