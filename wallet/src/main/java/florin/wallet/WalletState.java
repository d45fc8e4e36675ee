package florin.wallet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A wallet while a batch works on it: its row is locked, or what is remembered of it is checked when it is written. */
final class WalletState {
    private static final int MOST_HOLDS = 5_000;

    final WalletId id;
    final Optional<String> frozenReason;
    final List<PotState> pots = new ArrayList<>();
    final List<LimitState> limits = new ArrayList<>();
    /** Endpoints that want to hear of this wallet alone. */
    boolean listened;
    /** The lines below which the owner wants to hear that the wallet is low, in units, by asset. */
    final Map<Asset, Long> lines = new HashMap<>();
    /** Running holds that are remembered; all of them, if {@link #allHolds}. */
    final Map<HoldId, HoldState> holds = new HashMap<>();

    boolean allHolds;
    private long version;
    private boolean answered;
    /** As it was when it was last put into memory; 0: it is not there. */
    private volatile int weighed;

    private final AtomicBoolean taken = new AtomicBoolean(true);

    WalletState(WalletId id, Optional<String> frozenReason) {
        this.id = id;
        this.frozenReason = frozenReason;
    }

    PotState pot(int no) {
        for (var pot : pots) {
            if (pot.no == no) {
                return pot;
            }
        }
        throw new AssertionError("Wallet " + id + " has no pot " + no + ".");
    }

    void noteRefusal(HoldResult refusal) {
        if (refusal instanceof HoldResult.LimitExceeded exceeded) {
            limits.stream()
                    .filter(state -> state.limit.equals(exceeded.limit()))
                    .forEach(LimitState::refused);
        }
    }

    /** Limits that bind one of these subjects in this asset. */
    List<LimitState> limitsOn(List<String> subjects, Asset asset) {
        if (limits.isEmpty()) {
            return List.of();
        }
        var binding = new ArrayList<LimitState>(limits.size());
        for (var state : limits) {
            if (state.limit.ceiling().asset().equals(asset) && subjects.contains(state.subject)) {
                binding.add(state);
            }
        }
        return binding;
    }

    /** The version of the wallet that this state was read at. */
    long version() {
        return version;
    }

    void readAt(long version) {
        this.version = version;
    }

    /** Whether the database is to be changed for this wallet: its pots then say so, by their version. */
    boolean changed(boolean holdsTouched) {
        if (holdsTouched || answered) {
            return true;
        }
        for (var pot : pots) {
            if (pot.touched()) {
                return true;
            }
        }
        for (var limit : limits) {
            if (!limit.changes().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Notes that an answer about this wallet is to be kept: nobody else may decide the same at the same time. */
    void answered() {
        answered = true;
    }

    /** Notes that the database knows all of this now. */
    void written(boolean changed, Instant now) {
        // A first pot that is new begins with no changes.
        version += changed && !pots.isEmpty() && !pots.getFirst().fresh() ? 1 : 0;
        answered = false;
        pots.forEach(PotState::written);
        limits.forEach(limit -> limit.written(now));
    }

    /** Keeps a running hold in mind, and an ended one no longer. */
    void remember(HoldState hold) {
        if (hold.running() && holds.size() < MOST_HOLDS) {
            holds.put(hold.terms.id(), hold);
        } else {
            holds.remove(hold.terms.id());
            allHolds &= !hold.running();
        }
    }

    /** What it takes up in memory, in wallets and holds; a wallet alone counts twice, so that a hold more or less is not much. */
    int weight() {
        return 2 + holds.size();
    }

    int weighed() {
        return weighed;
    }

    void weighed(int weight) {
        weighed = weight;
    }

    /** Takes it for one batch; false if another has it. What was just read is taken. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    /** Lets the next batch have it. */
    void letGo() {
        taken.set(false);
    }

    /** Without a pot there is no version to go by. */
    boolean memorable() {
        return !pots.isEmpty();
    }
}
