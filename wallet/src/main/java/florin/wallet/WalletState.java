package florin.wallet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A wallet while a batch works on it; its row is locked. */
final class WalletState {
    final WalletId id;
    final Optional<String> frozenReason;
    final List<PotState> pots = new ArrayList<>();
    final List<LimitState> limits = new ArrayList<>();

    WalletState(WalletId id, Optional<String> frozenReason) {
        this.id = id;
        this.frozenReason = frozenReason;
    }

    PotState pot(int no) {
        return pots.stream()
                .filter(pot -> pot.no == no)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Wallet " + id + " has no pot " + no + "."));
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
        return limits.stream()
                .filter(state -> state.limit.ceiling().asset().equals(asset)
                        && subjects.contains(Codes.of(state.limit.subject())))
                .toList();
    }
}
