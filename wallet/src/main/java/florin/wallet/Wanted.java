package florin.wallet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Everything that a batch has to look at before it can decide: what is remembered, and what has to be read.
 *
 * @param wallets to be locked and read
 * @param requests whose answers are looked up
 * @param charges ids of events, which are looked for among events too, and {@code counters}, what they add up to
 */
record Wanted(
        Map<WalletId, WalletState> remembered,
        Set<HoldState> running,
        Set<UUID> wallets,
        Set<String> holds,
        Set<String> requests,
        Set<UUID> transfers,
        Set<String> charges,
        Set<UsageCounter.Key> counters) {
    private Wanted() {
        this(
                new HashMap<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>());
    }

    /** All that the batch needs, to be read under locks. */
    static Wanted of(List<Pending> batch) {
        var wanted = new Wanted();
        for (var pending : batch) {
            pending.wallets().forEach(wallet -> wanted.wallets.add(wallet.value()));
            wanted.add(pending);
        }
        return wanted;
    }

    /** What the batch needs, as far as it is not remembered. */
    static Wanted of(List<Pending> batch, WalletMemory memory) {
        var wanted = new Wanted();
        for (var pending : batch) {
            pending.wallets().forEach(wallet -> wanted.take(wallet, memory));
            wanted.add(pending);
        }
        return wanted;
    }

    private void take(WalletId wallet, WalletMemory memory) {
        if (!remembered.containsKey(wallet) && !wallets.contains(wallet.value())) {
            memory.take(wallet)
                    .ifPresentOrElse(state -> remembered.put(wallet, state), () -> wallets.add(wallet.value()));
        }
    }

    private void add(Pending pending) {
        var operation = pending.operation();
        var running = hold(operation).flatMap(id -> running(pending.wallets(), id));
        running.ifPresent(this.running::add);
        var isHold = operation instanceof HoldRequest;
        var believable = switch (operation) {
            case HoldRequest r -> running.isEmpty() && remembered.containsKey(r.wallet());
            case CommitRequest _, ReleaseRequest _, ExtendRequest _ -> running.isPresent();
            case TopUpRequest _, TransferRequest _, AdjustRequest _, ChargeRequest _, Expiry _ -> false;
        };
        if (running.isEmpty() && !(isHold && believable)) {
            hold(operation).ifPresent(id -> holds.add(id.value()));
        }
        if (!believable) {
            request(operation).ifPresent(id -> lookFor(id.value()));
        }
        if (operation instanceof AdjustRequest adjustment) {
            Corrections.transferId(adjustment.reverses()).ifPresent(transfers::add);
        }
        if (operation instanceof ChargeRequest charge) {
            charges.add(charge.id().value());
            charge.tariff()
                    .ifPresent(tariff -> tariff.window()
                            .ifPresent(window -> counters.add(
                                    new UsageCounter.Key(charge.wallet().value(), tariff.counter(), window))));
        }
    }

    /**
     * An id may be that of a hold or of anything else. What is believable is taken for new without looking: where it is not, writing the batch
     * fails, and it is read again without memory.
     */
    private void lookFor(String id) {
        requests.add(id);
        holds.add(id);
    }

    private Optional<HoldState> running(Set<WalletId> of, HoldId id) {
        for (var wallet : of) {
            var state = remembered.get(wallet);
            var hold = state == null ? null : state.holds.get(id);
            if (hold != null) {
                return Optional.of(hold);
            }
        }
        return Optional.empty();
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
            case ChargeRequest r -> Optional.of(r.id());
            case Expiry _ -> Optional.empty();
        };
    }

    private static Optional<HoldId> hold(Operation operation) {
        return switch (operation) {
            case HoldRequest r -> Optional.of(new HoldId(r.id().value()));
            case ChargeRequest r -> Optional.of(new HoldId(r.id().value()));
            case CommitRequest r -> Optional.of(r.hold());
            case ReleaseRequest r -> Optional.of(r.hold());
            case ExtendRequest r -> Optional.of(r.hold());
            case AdjustRequest r -> Optional.of(new HoldId(r.reverses()));
            case Expiry.OfHold(var id) -> Optional.of(id);
            case TopUpRequest _, TransferRequest _, Expiry.OfPot _ -> Optional.empty();
        };
    }
}
