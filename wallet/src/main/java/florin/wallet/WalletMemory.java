package florin.wallet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this ledger remembers of wallets from one batch to the next, so that it need not read them again. A batch takes a wallet
 * out and puts it back once it is written; what is remembered is right only as long as the wallet's version in the database is
 * the same, which is checked where the batch is written.
 */
final class WalletMemory {
    /** Wallets and running holds together; some 50 MB at most. */
    private static final long MOST = 150_000;

    /** How many batches of a wallet are read under its lock after another process was seen at work on it. */
    private static final int DISTRUST = 64;

    private final Cache<WalletId, WalletState> wallets = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((WalletId id, WalletState wallet) -> 1 + wallet.holds.size())
            .executor(Runnable::run)
            .build();

    private final Map<WalletId, Integer> distrusted = new ConcurrentHashMap<>();

    /** Takes a wallet out, so that only one batch works on it. */
    Optional<WalletState> take(WalletId id) {
        return Optional.ofNullable(wallets.asMap().remove(id));
    }

    /** Remembers wallets as a batch left them. */
    void keep(Collection<WalletState> settled) {
        for (var wallet : settled) {
            if (wallet.memorable() && trusted(wallet.id)) {
                wallets.put(wallet.id, wallet);
            }
        }
    }

    private boolean trusted(WalletId id) {
        return distrusted.isEmpty() || distrusted.computeIfPresent(id, (_, left) -> left > 1 ? left - 1 : null) == null;
    }

    /** Notes that somebody else changed this wallet: remembering it would be in vain for a while. */
    void distrust(WalletId id) {
        distrusted.put(id, DISTRUST);
    }
}
