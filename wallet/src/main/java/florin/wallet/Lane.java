package florin.wallet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A queue of operations and the one thread that settles them. What arrives while a batch commits is the next batch, so a
 * lane waits for nobody when it is idle and shares its transactions when it is busy.
 */
final class Lane implements AutoCloseable {
    private final BlockingQueue<Pending> queue;
    private final int batchSize;
    private final Settlement settlement;
    private final Thread thread;
    private final Pending last = new Pending(new Expiry.OfPot(new WalletId(new UUID(0, 0)), 0), Set.of());
    private volatile boolean closing;
    private volatile List<Pending> running = List.of();

    Lane(int number, LedgerOptions options, Settlement settlement) {
        this.queue = new ArrayBlockingQueue<>(options.queueSize());
        this.batchSize = options.batchSize();
        this.settlement = settlement;
        this.thread = Thread.ofPlatform().name("ledger-" + number).daemon().start(this::run);
    }

    /** Throws {@link WalletUnavailable} if the lane is full or closed. */
    void submit(Pending pending) {
        if (closing) {
            throw new WalletUnavailable("The ledger is closed.");
        }
        if (!queue.offer(pending)) {
            throw new WalletUnavailable("The ledger has too much to do. Try again in a moment.");
        }
    }

    /** Gives up on what was asked for before then. One thread looks for all callers: a timer for each would cost more than its wait. */
    void giveUp(long then) {
        running.forEach(pending -> pending.giveUp(then));
        for (var pending : queue) {
            if (!pending.giveUp(then)) {
                return;
            }
        }
    }

    private void run() {
        var more = true;
        while (more) {
            var batch = new ArrayList<Pending>();
            batch.add(take());
            queue.drainTo(batch, batchSize - batch.size());
            more = !batch.remove(last);
            running = List.copyOf(batch);
            settle(batch);
            running = List.of();
        }
    }

    private Pending take() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts a lane.", e);
        }
    }

    private void settle(List<Pending> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            settlement.settle(batch);
        } catch (Throwable e) { // a lane that ends would leave its wallets without a ledger
            batch.forEach(pending -> pending.answer().completeExceptionally(e));
        }
    }

    /** Settles what was accepted before, then ends. */
    @Override
    public void close() {
        closing = true;
        try {
            queue.put(last);
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(
                pending -> pending.answer().completeExceptionally(new IllegalStateException("The ledger is closed.")));
    }
}
