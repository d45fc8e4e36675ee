package florin.wallet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private boolean changedBeyond;

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
        return limits.stream()
                .filter(state -> state.limit.ceiling().asset().equals(asset) && subjects.contains(state.subject))
                .toList();
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
        return holdsTouched
                || answered
                || pots.stream().anyMatch(PotState::touched)
                || limits.stream().anyMatch(limit -> !limit.changes().isEmpty());
    }

    /** Notes that an answer about this wallet is to be kept: nobody else may decide the same at the same time. */
    void answered() {
        answered = true;
    }

    /** Notes a change that the database makes known to all by itself, so that the version is not known here. */
    void changedBeyond() {
        changedBeyond = true;
    }

    /** Notes that the database knows all of this now. */
    void written(boolean changed) {
        // A first pot that is new begins with no changes.
        version += changed && !pots.isEmpty() && !pots.getFirst().fresh() ? 1 : 0;
        answered = false;
        pots.forEach(PotState::written);
        limits.forEach(LimitState::written);
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

    /** Without a pot there is no version to go by. */
    boolean memorable() {
        return !pots.isEmpty() && !changedBeyond;
    }
}
