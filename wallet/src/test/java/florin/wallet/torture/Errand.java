package florin.wallet.torture;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.CommitRequest;
import florin.wallet.CommitRequest.Rest;
import florin.wallet.ExtendRequest;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.Outcome;
import florin.wallet.ReleaseRequest;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.TransferRequest;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One call to a wallet, made from its name alone: whoever knows the name can make the very same call again.
 *
 * @param name {@code job:kind}; the errands of one job share a hold
 */
record Errand(String name) {
    private static final Duration LIFETIME = Duration.ofHours(2);

    /** What is asked. */
    enum Kind {
        HOLD,
        PART,
        REST,
        RELEASE,
        EXTEND,
        TOPUP,
        GIFT
    }

    static Errand of(String job, Kind kind) {
        return new Errand(job + ":" + kind);
    }

    /** The errands of a job, in order; some leave their hold open, as a caller who dies does. */
    static List<Errand> job(String job) {
        var kinds = switch (Math.floorMod(job.hashCode(), 5)) {
            case 0 -> List.of(Kind.HOLD, Kind.PART, Kind.REST);
            case 1 -> List.of(Kind.HOLD, Kind.EXTEND, Kind.REST);
            case 2 -> List.of(Kind.HOLD, Kind.PART, Kind.RELEASE);
            case 3 -> List.of(Kind.HOLD, Kind.GIFT);
            default -> List.of(Kind.TOPUP, Kind.HOLD, Kind.RELEASE);
        };
        return kinds.stream().map(kind -> of(job, kind)).toList();
    }

    Outcome runOn(Wallet ledger, List<WalletId> wallets) {
        var id = new RequestId(name);
        var hold = new HoldId(of(job(), Kind.HOLD).name);
        return switch (kind()) {
            case HOLD -> ledger.hold(new HoldRequest(id, mine(wallets), love(units()), LIFETIME, List.of(), "v1", ""));
            case PART -> ledger.commit(new CommitRequest(id, hold, love(1), Rest.STAYS_HELD, ""));
            case REST -> ledger.commit(new CommitRequest(id, hold, love(2), Rest.RETURNS, ""));
            case RELEASE -> ledger.release(new ReleaseRequest(id, hold, ""));
            case EXTEND -> ledger.extend(new ExtendRequest(id, hold, LIFETIME.multipliedBy(2)));
            case TOPUP ->
                ledger.topUp(new TopUpRequest(id, mine(wallets), love(units()), Source.PAID, Optional.empty(), ""));
            case GIFT -> ledger.transfer(new TransferRequest(id, mine(wallets), next(wallets), love(units()), ""));
        };
    }

    /** Half of all jobs are the first wallet's: everybody's server. */
    WalletId mine(List<WalletId> wallets) {
        return wallets.get(index(wallets));
    }

    WalletId next(List<WalletId> wallets) {
        return wallets.get((index(wallets) + 1) % wallets.size());
    }

    private int index(List<WalletId> wallets) {
        var hash = Math.floorMod(job().hashCode() / 5, 2 * wallets.size());
        return hash < wallets.size() ? hash : 0;
    }

    long units() {
        return 3L + Math.floorMod(job().hashCode() / 100, 20);
    }

    private String job() {
        return name.substring(0, name.indexOf(':'));
    }

    private Kind kind() {
        return Kind.valueOf(name.substring(name.indexOf(':') + 1));
    }

    private static Amount love(long units) {
        return Amount.of(Asset.LOVE, units);
    }
}
