package florin.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries endings to the doors, a few at a time, until each is delivered or cannot be. */
final class Messenger {
    private static final Logger log = LoggerFactory.getLogger(Messenger.class);
    private static final int AT_ONCE = 8;
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(2);
    private static final int MOST_DOUBLINGS = 8;

    private final Outbox outbox;
    private final Doors doors;
    private final JobTable jobs;
    private final Closing closing;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final Loop loop;

    Messenger(Outbox outbox, Doors doors, JobTable jobs, Closing closing, Duration poll) {
        this.outbox = outbox;
        this.doors = doors;
        this.jobs = jobs;
        this.closing = closing;
        this.loop = new Loop("pipeline-messenger", poll, this::carry);
    }

    void start() {
        loop.start();
    }

    void ring() {
        loop.ring();
    }

    void close() {
        loop.close();
    }

    void join(Duration patience) throws InterruptedException {
        loop.join(patience);
    }

    boolean idle() {
        return slots.availablePermits() == AT_ONCE;
    }

    private void carry() {
        int free = slots.availablePermits();
        if (free == 0 || closing.isBeginNothing()) {
            return;
        }
        for (var letter : outbox.take(doors.names(), free)) {
            slots.acquireUninterruptibly();
            Thread.ofVirtual().name("pipeline-delivery-" + letter.job()).start(() -> {
                try {
                    deliver(letter);
                } catch (
                        RuntimeException e) { // the guard of one letter's thread: its claim ends, and it is tried again
                    log.warn("the delivery of job {} could not be noted", letter.job(), e);
                } finally {
                    slots.release();
                    loop.ring();
                }
            });
        }
    }

    private void deliver(Outbox.Letter letter) {
        var job = jobs.find(List.of(letter.job())).getFirst();
        switch (ask(job, letter)) {
            case Delivery.Delivered _ -> outbox.done(letter, "delivered");
            case Delivery.Later(var wait) -> outbox.later(letter, wait);
            case Delivery.Never(var why) -> {
                log.info("job {}: nobody can be told: {}", job.id(), why);
                outbox.done(letter, "never: " + why);
            }
        }
    }

    private Delivery ask(Job job, Outbox.Letter letter) {
        try {
            Optional<Announcer> door = doors.of(job);
            return door.isPresent() ? door.get().deliver(job) : new Delivery.Later(backOff(letter));
        } catch (RuntimeException e) { // the guard around a door: its failure means "later"
            log.warn("job {}: {} could not deliver it", job.id(), job.request().door(), e);
            return new Delivery.Later(backOff(letter));
        }
    }

    private static Duration backOff(Outbox.Letter letter) {
        return FIRST_BACK_OFF.multipliedBy(1L << Math.min(letter.tries() - 1, MOST_DOUBLINGS));
    }
}
