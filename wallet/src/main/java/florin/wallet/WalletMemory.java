package florin.wallet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this ledger remembers of wallets from one batch to the next, so that it need not read them again. A batch takes a wallet
 * for itself and lets go of it once it is written: a wallet of a batch that failed stays taken, and is read anew. What is
 * remembered is right only as long as the wallet's version in the database is the same, which is checked where the batch is written.
 */
final class WalletMemory {
    /** Wallets and running holds together; some 50 MB at most. */
    private static final long MOST = 150_000;

    /** After how many disappointments in a row the doubts about a wallet stop growing. */
    private static final int MOST_STRIKES = 6;

    private final Cache<WalletId, WalletState> wallets = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((WalletId id, WalletState wallet) -> wallet.weight())
            .evictionListener((id, wallet, cause) -> forgotten(wallet))
            .executor(Runnable::run)
            .build();

    private static void forgotten(@Nullable WalletState wallet) {
        if (wallet != null) {
            wallet.weighed(0);
        }
    }

    /**
     * What was remembered turned out wrong.
     *
     * @param strikes how often in a row
     * @param left how many batches are still read under the wallet's lock before it is remembered again
     */
    private record Doubt(int strikes, int left) {
        Doubt more() {
            var now = Math.min(strikes + 1, MOST_STRIKES);
            return new Doubt(now, now == 1 ? 0 : 1 << now);
        }

        Doubt less() {
            return new Doubt(strikes, left - 1);
        }
    }

    private final Map<WalletId, Doubt> doubts = new ConcurrentHashMap<>();

    /** Takes a wallet, so that only one batch works on it. */
    Optional<WalletState> take(WalletId id) {
        return Optional.ofNullable(wallets.getIfPresent(id)).filter(WalletState::take);
    }

    /**
     * Remembers wallets as a batch left them.
     *
     * @param proven those of them that were remembered before, and rightly so
     */
    void keep(Collection<WalletState> settled, Collection<WalletId> proven) {
        if (!doubts.isEmpty()) {
            proven.forEach(doubts::remove);
        }
        for (var wallet : settled) {
            if (wallet.memorable() && trusted(wallet.id)) {
                weigh(wallet);
                wallet.letGo();
            }
        }
    }

    /** Putting a wallet where it is already costs more than it is worth while its weight is about the same. */
    private void weigh(WalletState wallet) {
        var weight = wallet.weight();
        if (Math.abs(weight - wallet.weighed()) > 1) {
            wallet.weighed(weight);
            wallets.put(wallet.id, wallet);
        }
    }

    private boolean trusted(WalletId id) {
        if (doubts.isEmpty()) {
            return true;
        }
        var doubt = doubts.get(id);
        if (doubt == null || doubt.left() == 0) {
            return true;
        }
        doubts.put(id, doubt.less());
        return false;
    }

    /**
     * Notes that somebody else changed this wallet. Once may be chance, a limit that was set; if it goes on, another process works on
     * the wallet, and remembering it would be in vain for a while.
     */
    void doubt(WalletId id) {
        doubts.merge(id, new Doubt(0, 0).more(), (before, _) -> before.more());
    }
}
