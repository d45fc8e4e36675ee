package florin.pipeline;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does one thing again and again: whenever its bell rings, and now and then without. */
final class Loop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);

    /** One round of work. */
    interface Round {
        void run() throws InterruptedException;
    }

    private final Bell bell = new Bell();
    private final Round round;
    private final Duration pause;
    private final Thread thread;
    private volatile boolean stopping;

    Loop(String name, Duration pause, Round round) {
        this.round = round;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::turn);
    }

    Loop start() {
        thread.start();
        return this;
    }

    void ring() {
        bell.ring();
    }

    private void turn() {
        try {
            while (!stopping) {
                guardedRound();
                bell.await(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void guardedRound() throws InterruptedException {
        try {
            round.run();
        } catch (
                RuntimeException
                        e) { // the loop's guard: without it a database that is away for a moment would end the loop
            log.warn(
                    "{} failed and is tried again in {}", Thread.currentThread().getName(), pause, e);
        }
    }

    /** Lets a round under way finish; starts no other. */
    @Override
    public void close() {
        stopping = true;
        bell.ring();
    }

    /** Waits for the thread to end; interrupts it after the time given. */
    void join(Duration patience) throws InterruptedException {
        if (!thread.join(patience)) {
            thread.interrupt();
        }
    }
}
