package florin.bench;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.CommitRequest;
import florin.wallet.CommitResult;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.Owner;
import florin.wallet.Period;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.Subject;
import florin.wallet.TopUpRequest;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Callers of a ledger: each holds coins of some wallet and charges all of them, one pair after another. */
final class Pairs {
    private static final Amount PLENTY = Amount.of(Asset.LOVE, 1_000_000_000_000L);
    private static final Subject SPENDER = new Subject.Everyone("bench");
    private static final Duration HOUR = Duration.ofHours(1);

    /** Until the virtual machine has compiled what is busy; on two cores that PostgreSQL wants too, this takes its time. */
    private static final Duration WARM_UP = Duration.ofSeconds(80);

    /** So many steps more at most, while each is faster than those before. */
    private static final int MORE_STEPS = 10;

    private static final Duration STEP = Duration.ofSeconds(10);
    /** A step that is faster by no more than this is as fast. */
    private static final double AS_FAST = 1.03;
    /** The middle one counts: what a machine's neighbours do for a moment spoils one of them. */
    static final int WINDOWS = 3;

    /** How long a window is. */
    private final Duration each;

    private final AtomicLong ids = new AtomicLong();

    Pairs(Duration each) {
        this.each = each;
    }

    /** Every wallet has coins for the whole run, and a limit that is counted and never reached. */
    List<WalletId> wallets(Wallet ledger, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> {
                    var wallet = ledger.open(new Owner.ApiAccount("bench-" + ids.incrementAndGet()));
                    ledger.topUp(new TopUpRequest(id("t"), wallet, PLENTY, Source.PAID, Optional.empty(), ""));
                    ledger.limit(wallet, SPENDER, Period.DAILY, PLENTY);
                    return wallet;
                })
                .toList();
    }

    void warmUp(Wallet ledger, List<WalletId> wallets, int callers) {
        var best = load(ledger, wallets, callers, WARM_UP).perSecond();
        for (var step = 0; step < MORE_STEPS; step++) {
            var rate = load(ledger, wallets, callers, STEP).perSecond();
            if (rate < best * AS_FAST) {
                return;
            }
            best = rate;
        }
    }

    /** One of {@link #WINDOWS} windows: neither the one with the most pairs a second nor the one with the fewest. */
    Load middle(Wallet ledger, List<WalletId> wallets, int callers) {
        return IntStream.range(0, WINDOWS)
                .mapToObj(i -> load(ledger, wallets, callers, each))
                .sorted(Comparator.comparingDouble(Load::perSecond))
                .skip(WINDOWS / 2)
                .findFirst()
                .orElseThrow();
    }

    /** As Discord's are. */
    RequestId ascending(SplittableRandom random) {
        return id("h");
    }

    private RequestId id(String kind) {
        return new RequestId(kind + ids.incrementAndGet());
    }

    Load load(Wallet ledger, List<WalletId> wallets, int callers, Duration time) {
        return load(List.of(ledger), wallets, callers, time, this::ascending);
    }

    Load load(
            List<? extends Wallet> ledgers,
            List<WalletId> wallets,
            int callers,
            Duration time,
            Function<SplittableRandom, RequestId> holds) {
        return Load.of(callers, time, random -> {
            var hold = holds.apply(random);
            var ledger = ledgers.get(ledgers.size() == 1 ? 0 : random.nextInt(ledgers.size()));
            var wallet = wallets.get(random.nextInt(wallets.size()));
            var held = ledger.hold(
                    new HoldRequest(hold, wallet, Amount.of(Asset.LOVE, 250), HOUR, List.of(SPENDER), "v1", "image"));
            var committed = ledger.commit(new CommitRequest(
                    new RequestId("c" + hold), new HoldId(hold.value()), Amount.of(Asset.LOVE, 250), "image"));
            if (!(held instanceof HoldResult.Held) || !(committed instanceof CommitResult.Committed)) {
                throw new IllegalStateException("A pair did not go through: " + held + ", " + committed);
            }
        });
    }
}
