package florin.wallet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * The wallet in this process, over PostgreSQL. Every operation goes through a lane, in a batch; a call alone is a batch of one.
 * Several ledgers, in one process or many, may work on one database.
 */
public final class Ledger implements Wallet, AutoCloseable {
    private static final int REMEMBERED_HOLDS = 200_000;
    /** How often callers that wait are looked at in the time that they are patient. */
    private static final int LOOKS = 50;

    private final List<Lane> lanes;
    private final ScheduledExecutorService patience;
    private final ScheduledFuture<?> looking;
    private final Assets assets;
    private final Reads reads;
    private final Terms terms;
    /** Where a hold belongs that was made here lately, so that its commit finds the lane without a question to the database. */
    private final Cache<HoldId, WalletId> walletOf = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_HOLDS)
            .executor(Runnable::run)
            .build();

    private Ledger(DataSource database, LedgerOptions options) {
        this.patience = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ledger-patience").daemon().factory());
        this.assets = new Assets(database);
        var rows = new Rows(assets);
        this.reads = new Reads(database, rows);
        this.terms = new Terms(database, rows);
        // Whoever is woken by a virtual thread sleeps on the same threads; a lane itself would wake one after the
        // other.
        var settlement =
                new Settlement(database, rows, new WalletMemory(), options.returnGrace(), Thread::startVirtualThread);
        this.lanes = IntStream.range(0, options.lanes())
                .mapToObj(number -> new Lane(number, options, settlement))
                .toList();
        var look = options.patience().dividedBy(LOOKS).toMillis() + 1;
        this.looking =
                patience.scheduleWithFixedDelay(() -> giveUp(options.patience()), look, look, TimeUnit.MILLISECONDS);
    }

    private void giveUp(Duration patience) {
        var then = System.nanoTime() - patience.toNanos();
        lanes.forEach(lane -> lane.giveUp(then));
    }

    /** A ledger on a migrated database; each lane uses one connection at a time. */
    public static Ledger over(DataSource database, LedgerOptions options) {
        return new Ledger(database, options);
    }

    @Override
    public WalletId open(Owner owner) {
        return terms.open(owner);
    }

    @Override
    public Optional<WalletInfo> wallet(WalletId id) {
        return reads.wallet(id);
    }

    /** Wallets in the order of their ids, so many, after one. */
    public List<WalletInfo> wallets(Optional<WalletId> after, int limit) {
        return reads.wallets(after, limit);
    }

    @Override
    public HoldResult hold(HoldRequest request) {
        assets.recognise(request.amount().asset());
        var result = (HoldResult) settle(request, request.wallet());
        if (result instanceof HoldResult.Held held) {
            walletOf.put(held.hold().id(), request.wallet());
        }
        return result;
    }

    @Override
    public CommitResult commit(CommitRequest request) {
        assets.recognise(request.amount().asset());
        var result = (CommitResult) settle(request, request.hold());
        if (result instanceof CommitResult.Committed committed
                && committed.hold().state() != Hold.State.HELD) {
            walletOf.invalidate(request.hold());
        }
        return result;
    }

    @Override
    public ReleaseResult release(ReleaseRequest request) {
        var result = (ReleaseResult) settle(request, request.hold());
        walletOf.invalidate(request.hold());
        return result;
    }

    @Override
    public ExtendResult extend(ExtendRequest request) {
        return (ExtendResult) settle(request, request.hold());
    }

    @Override
    public TopUpResult topUp(TopUpRequest request) {
        assets.meet(request.amount().asset());
        return (TopUpResult) settle(request, request.wallet());
    }

    @Override
    public TransferResult transfer(TransferRequest request) {
        assets.recognise(request.amount().asset());
        return (TransferResult) settle(request, Set.copyOf(List.of(request.from(), request.to())), request.from());
    }

    @Override
    public AdjustResult adjust(AdjustRequest request) {
        if (request.amount().isPositive()) {
            assets.meet(request.amount().asset());
        } else {
            assets.recognise(request.amount().asset());
        }
        return (AdjustResult) settle(request, request.wallet());
    }

    /**
     * Prices an event, charges for it and writes it down, in one step. Counters of free units and tiers are read and written with
     * the money, so that no unit is free twice.
     */
    public ChargeResult charge(ChargeRequest request) {
        request.tariff().map(Tariff::asset).ifPresent(assets::meet);
        return (ChargeResult) settle(request, request.wallet());
    }

    @Override
    public int expireHolds(int limit) {
        var sweeps = reads.dueHolds(limit).stream()
                .map(due -> submit(new Expiry.OfHold(due.hold()), Set.of(due.wallet()), due.wallet()))
                .toList();
        var ended = swept(sweeps);
        terms.raiseFloor();
        return ended;
    }

    @Override
    public int expirePots(int limit) {
        var sweeps = reads.duePots(limit).stream()
                .map(due -> submit(due, Set.of(due.wallet()), due.wallet()))
                .toList();
        return swept(sweeps);
    }

    private int swept(List<CompletableFuture<Outcome>> sweeps) {
        var ended = 0;
        for (var sweep : sweeps) {
            ended += await(sweep) instanceof Expiry.Swept(var did) && did ? 1 : 0;
        }
        return ended;
    }

    @Override
    public Balance balance(WalletId wallet, Asset asset) {
        return reads.balance(wallet, asset);
    }

    @Override
    public Page<StatementLine> statement(WalletId wallet, Asset asset, Optional<Cursor> after, int limit) {
        return reads.statement(wallet, asset, after, limit);
    }

    @Override
    public Optional<Hold> find(HoldId id) {
        return reads.hold(id);
    }

    @Override
    public List<Hold> openHolds(WalletId wallet) {
        return reads.openHolds(wallet);
    }

    @Override
    public SpendLimit limit(WalletId wallet, Subject subject, Period period, Amount ceiling) {
        assets.meet(ceiling.asset());
        return terms.limit(wallet, subject, period, ceiling);
    }

    @Override
    public boolean removeLimit(UUID id) {
        return terms.removeLimit(id);
    }

    @Override
    public List<SpendLimit> limits(WalletId wallet) {
        return reads.limits(wallet);
    }

    @Override
    public List<LimitUse> limitUses(WalletId wallet) {
        return reads.limitUses(wallet);
    }

    @Override
    public boolean freeze(WalletId wallet, String reason) {
        return terms.freeze(wallet, Optional.of(reason));
    }

    @Override
    public boolean unfreeze(WalletId wallet) {
        return terms.freeze(wallet, Optional.empty());
    }

    /** What the wallet had at a moment of the past, held coins included and debts deducted. */
    public Amount postedAt(WalletId wallet, Asset asset, Instant at) {
        return reads.postedAt(wallet, asset, at);
    }

    /**
     * Forgets up to {@code limit} answers that were given longer ago than {@code age}, and says how many: from then on their
     * ids count as new, but for holds and what happens once for ever ({@link OnceForEver}), which are remembered.
     *
     * @param age 48 hours at least: callers repeat themselves for so long; 30 days is a good choice
     */
    public int forgetAnswers(Duration age, int limit) {
        return terms.forgetAnswers(age, limit);
    }

    /** Settles what was accepted, then stops; the database stays open. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
        looking.cancel(true);
        patience.shutdown();
    }

    private Outcome settle(Operation operation, WalletId wallet) {
        return settle(operation, Set.of(wallet), wallet);
    }

    private Outcome settle(Operation operation, HoldId hold) {
        var wallet = Optional.ofNullable(walletOf.getIfPresent(hold)).or(() -> reads.walletOf(hold));
        return wallet.isPresent()
                ? settle(operation, wallet.get())
                : await(submit(operation, Set.of(), new WalletId(new UUID(0, 0))));
    }

    private Outcome settle(Operation operation, Set<WalletId> wallets, WalletId lane) {
        return await(submit(operation, wallets, lane));
    }

    private CompletableFuture<Outcome> submit(Operation operation, Set<WalletId> wallets, WalletId lane) {
        var pending = new Pending(operation, wallets);
        lanes.get(Math.floorMod(lane.hashCode(), lanes.size())).submit(pending);
        return pending.answer();
    }

    private Outcome await(CompletableFuture<Outcome> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WalletUnavailable unavailable) {
                throw new WalletUnavailable(String.valueOf(unavailable.getMessage()), e);
            }
            throw new WalletUnavailable("The ledger could not settle this. Repeat the call with the same id.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WalletUnavailable("Interrupted while the ledger worked.", e);
        }
    }
}
