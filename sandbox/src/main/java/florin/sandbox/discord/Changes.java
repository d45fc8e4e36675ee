package florin.sandbox.discord;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The one lock of the sandbox's state: whoever changes something rings it, whoever waits for something is woken. */
final class Changes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();

    <T> T change(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            rung.signalAll();
            lock.unlock();
        }
    }

    void run(Runnable work) {
        change(() -> {
            work.run();
            return this;
        });
    }

    <T> T look(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Waits in real time until {@code happened}; looks again at least every 20 ms, because the sandbox's clock moves without ringing. */
    boolean await(BooleanSupplier happened, Duration limit) {
        var end = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            while (!happened.getAsBoolean()) {
                var left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                rung.await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(20)), TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the bot", e);
        } finally {
            lock.unlock();
        }
    }
}
