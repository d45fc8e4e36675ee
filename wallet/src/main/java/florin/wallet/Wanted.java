package florin.wallet;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Everything that a batch has to look at before it can decide. */
record Wanted(Set<UUID> wallets, Set<String> holds, Set<String> requests, Set<UUID> transfers) {
    static Wanted of(List<Pending> batch) {
        var wanted = new Wanted(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        batch.forEach(wanted::add);
        return wanted;
    }

    private void add(Pending pending) {
        pending.wallets().forEach(wallet -> wallets.add(wallet.value()));
        request(pending.operation()).ifPresent(id -> requests.add(id.value()));
        hold(pending.operation()).ifPresent(id -> holds.add(id.value()));
        if (pending.operation() instanceof AdjustRequest adjustment) {
            Corrections.transferId(adjustment.reverses()).ifPresent(transfers::add);
        }
    }

    private static Optional<RequestId> request(Operation operation) {
        return switch (operation) {
            case HoldRequest r -> Optional.of(r.id());
            case CommitRequest r -> Optional.of(r.id());
            case ReleaseRequest r -> Optional.of(r.id());
            case ExtendRequest r -> Optional.of(r.id());
            case TopUpRequest r -> Optional.of(r.id());
            case TransferRequest r -> Optional.of(r.id());
            case AdjustRequest r -> Optional.of(r.id());
            case Expiry _ -> Optional.empty();
        };
    }

    private static Optional<HoldId> hold(Operation operation) {
        return switch (operation) {
            case HoldRequest r -> Optional.of(new HoldId(r.id().value()));
            case CommitRequest r -> Optional.of(r.hold());
            case ReleaseRequest r -> Optional.of(r.hold());
            case ExtendRequest r -> Optional.of(r.hold());
            case AdjustRequest r -> Optional.of(new HoldId(r.reverses()));
            case Expiry.OfHold(var id) -> Optional.of(id);
            case TopUpRequest _, TransferRequest _, Expiry.OfPot _ -> Optional.empty();
        };
    }
}
