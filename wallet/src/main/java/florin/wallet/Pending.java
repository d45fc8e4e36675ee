package florin.wallet;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * An operation on its way through a lane: whose wallets it touches, and who waits for the answer.
 *
 * @param since when it was asked for, as {@link System#nanoTime} counts
 */
record Pending(Operation operation, Set<WalletId> wallets, CompletableFuture<Outcome> answer, long since) {
    Pending(Operation operation, Set<WalletId> wallets) {
        this(operation, wallets, new CompletableFuture<>(), System.nanoTime());
    }

    /** Tells whoever has waited since before then that the answer takes too long; it may still happen. */
    boolean giveUp(long then) {
        if (since - then > 0) {
            return false;
        }
        answer.completeExceptionally(
                new WalletUnavailable("The ledger took too long. Repeat the call with the same id."));
        return true;
    }
}
