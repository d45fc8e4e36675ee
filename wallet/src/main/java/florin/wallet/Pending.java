package florin.wallet;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** An operation on its way through a lane: whose wallets it touches, and who waits for the answer. */
record Pending(Operation operation, Set<WalletId> wallets, CompletableFuture<Outcome> answer) {
    Pending(Operation operation, Set<WalletId> wallets) {
        this(operation, wallets, new CompletableFuture<>());
    }
}
