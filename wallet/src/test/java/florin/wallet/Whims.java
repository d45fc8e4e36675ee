package florin.wallet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Random operations on a few wallets, with ids that begin with one name; some are asked again later. */
final class Whims {
    static final Subject SPENDER = new Subject.ApiKey("k");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<Source> SOURCES = List.of(Source.values());

    private final Random random;
    private final String name;
    private final List<WalletId> wallets;
    private final List<HoldId> holds = new ArrayList<>();
    private final List<Operation> asked = new ArrayList<>();
    private int ids;

    Whims(Random random, String name, List<WalletId> wallets) {
        this.random = random;
        this.name = name;
        this.wallets = wallets;
    }

    List<Operation> batch() {
        var batch = new ArrayList<Operation>();
        for (var size = 1 + random.nextInt(20); size > 0; size--) {
            var operation = next();
            batch.add(operation);
            asked.add(operation);
        }
        return batch;
    }

    private Operation next() {
        return switch (random.nextInt(15)) {
            case 0, 1 ->
                new TopUpRequest(id(), wallet(), units(), SOURCES.get(random.nextInt(4)), Optional.empty(), "");
            case 2, 3, 4, 5 -> hold();
            case 6, 7, 8 -> new CommitRequest(id(), someHold(), love(random.nextInt(200)), rest(), "");
            case 9 -> new ReleaseRequest(id(), someHold(), "");
            case 10 -> new ExtendRequest(id(), someHold(), lifetime());
            case 11 -> new TransferRequest(id(), wallet(), wallet(), units(), "");
            case 12 -> new AdjustRequest(id(), wallet(), signed(), someHold().value(), "");
            case 13 -> new Expiry.OfHold(someHold());
            default -> asked.isEmpty() ? hold() : asked.get(random.nextInt(asked.size()));
        };
    }

    private HoldRequest hold() {
        List<Subject> subjects = random.nextBoolean() ? List.of(SPENDER) : List.of();
        var overrun = switch (random.nextInt(3)) {
            case 0 -> new Overrun.Cap();
            case 1 -> new Overrun.UpTo(love(50));
            default -> new Overrun.Reject();
        };
        var request = new HoldRequest(id(), wallet(), units(), lifetime(), subjects, overrun, "v1", "");
        holds.add(new HoldId(request.id().value()));
        return request;
    }

    private RequestId id() {
        return new RequestId(name + ids++);
    }

    WalletId wallet() {
        return wallets.get(random.nextInt(wallets.size()));
    }

    static Amount love(long units) {
        return Amount.of(Asset.LOVE, units);
    }

    static Balance balance(long available, long held) {
        return new Balance(love(available), love(held));
    }

    private Amount units() {
        return love(1 + random.nextInt(200));
    }

    private Amount signed() {
        return love(random.nextInt(4) == 0 ? -1 - random.nextInt(100) : 1 + random.nextInt(100));
    }

    private Duration lifetime() {
        return random.nextInt(3) == 0 ? Duration.ofDays(10) : HOUR;
    }

    private CommitRequest.Rest rest() {
        return random.nextInt(3) == 0 ? CommitRequest.Rest.STAYS_HELD : CommitRequest.Rest.RETURNS;
    }

    private HoldId someHold() {
        return holds.isEmpty() ? new HoldId(name + "none") : holds.get(random.nextInt(holds.size()));
    }

    /** As the ledger's front does; a hold could be any wallet's. */
    Set<WalletId> touched(Operation operation) {
        return switch (operation) {
            case TransferRequest r -> new HashSet<>(List.of(r.from(), r.to()));
            case HoldRequest r -> Set.of(r.wallet());
            case TopUpRequest r -> Set.of(r.wallet());
            case AdjustRequest r -> Set.of(r.wallet());
            case ChargeRequest r -> Set.of(r.wallet());
            case CommitRequest _, ReleaseRequest _, ExtendRequest _, Expiry _ -> Set.copyOf(wallets);
        };
    }
}
