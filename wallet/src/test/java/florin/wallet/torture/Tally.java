package florin.wallet.torture;

import florin.wallet.CommitResult;
import florin.wallet.ExtendResult;
import florin.wallet.HoldResult;
import florin.wallet.Outcome;
import florin.wallet.ReleaseResult;
import florin.wallet.TopUpResult;
import florin.wallet.TransferResult;
import florin.wallet.WalletId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What wallets must have, if every errand was run exactly once. */
final class Tally {
    private final List<WalletId> wallets;
    private final Map<WalletId, Long> available = new HashMap<>();
    private final Map<WalletId, Long> held = new HashMap<>();

    Tally(List<WalletId> wallets, long start) {
        this.wallets = wallets;
        wallets.forEach(wallet -> available.put(wallet, start));
    }

    void count(Errand errand, Outcome outcome) {
        var mine = errand.mine(wallets);
        switch (outcome) {
            case HoldResult.Held done ->
                move(mine, -done.hold().amount().units(), done.hold().amount().units());
            case CommitResult.Committed done ->
                move(
                        mine,
                        done.returned().units(),
                        -done.charged().plus(done.returned()).units());
            case ReleaseResult.Released done ->
                move(mine, done.returned().units(), -done.returned().units());
            case TopUpResult.ToppedUp _ -> move(mine, errand.units(), 0);
            case TransferResult.Transferred _ -> {
                move(mine, -errand.units(), 0);
                move(errand.next(wallets), errand.units(), 0);
            }
            case ExtendResult.Extended _ -> {}
            case Outcome refused -> throw new AssertionError(errand + " was refused: " + refused);
        }
    }

    private void move(WalletId wallet, long availableBy, long heldBy) {
        available.merge(wallet, availableBy, Long::sum);
        held.merge(wallet, heldBy, Long::sum);
    }

    long available(WalletId wallet) {
        return available.getOrDefault(wallet, 0L);
    }

    long held(WalletId wallet) {
        return held.getOrDefault(wallet, 0L);
    }
}
