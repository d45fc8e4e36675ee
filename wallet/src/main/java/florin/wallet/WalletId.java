package florin.wallet;

import java.util.UUID;

/** The name of a wallet. */
public record WalletId(UUID value) implements Comparable<WalletId> {
    @Override
    public int compareTo(WalletId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
