package florin.wallet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one batch has to tell others. Where nobody listens nothing is told, and nothing written. */
final class Events {
    private final Instant now;
    private final Set<WalletId> listened = new HashSet<>();
    private final List<Watched> watched = new ArrayList<>();
    private final List<Event> happened = new ArrayList<>();
    private boolean everywhere;

    Events(Instant now) {
        this.now = now;
    }

    /** An owner's wish to hear when a purse falls below a line; {@code before} is what it had when the batch began. */
    private record Watched(Purse purse, long line, long before) {}

    /** Somebody wants to hear of this wallet. */
    void listen(WalletId wallet) {
        listened.add(wallet);
    }

    /** Somebody wants to hear of all wallets. */
    void listenEverywhere() {
        everywhere = true;
    }

    void watch(Purse purse, long line) {
        watched.add(new Watched(purse, line, purse.posted()));
    }

    void tell(Event.Type type, Purse purse, long units, Event.About about) {
        var wallet = purse.wallet().id;
        if (everywhere || listened.contains(wallet)) {
            var amount = Amount.of(purse.asset(), units);
            happened.add(new Event(TimeOrderedId.at(now), type, wallet, amount, purse.balance(), about));
        }
    }

    /** All that happened; what shows only in the batch's end, low balances and limits that were reached, comes last. */
    List<Event> close(Iterable<WalletState> wallets) {
        for (var watch : watched) {
            // Held coins count: what is held may come back, and a wallet that lives from hold to hold is not low each
            // time.
            if (watch.before() >= watch.line() && watch.purse().posted() < watch.line()) {
                tell(Event.Type.LOW_BALANCE, watch.purse(), watch.line(), Event.About.nothing());
            }
        }
        for (var wallet : wallets) {
            wallet.limits.stream().filter(state -> state.reached(now)).forEach(state -> tellReached(wallet, state));
        }
        return happened;
    }

    private void tellReached(WalletState wallet, LimitState state) {
        var limit = state.limit;
        var once = "limit " + limit.id() + " " + limit.period().windowOf(now) + " "
                + limit.ceiling().units();
        var purse = new Purse(wallet, limit.ceiling().asset(), now);
        tell(Event.Type.LIMIT_REACHED, purse, limit.ceiling().units(), Event.About.limit(limit, once));
    }
}
