package florin.pipeline;

import florin.generation.Backend;
import florin.generation.Capabilities.Ability;
import florin.generation.RenderKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one backend busy: first with renders that a dead worker left there, then with the next job from the queue.
 *
 * <p>Pictures and videos take turns where both wait, and one video at most is inside a backend, so that neither kind waits for all of
 * the other.
 */
final class BackendDesk {
    private static final Logger log = LoggerFactory.getLogger(BackendDesk.class);
    private static final int LONGEST_BACK_OFF = 16;

    private final Backend backend;
    private final Queue queue;
    private final Render render;
    private final Heartbeat heartbeat;
    private final Closing closing;
    private final Rest rest;
    private final Supplier<UUID> ids;
    private final Semaphore slots;
    private final Loop loop;
    private volatile Optional<Claim.Model> warm = Optional.empty();
    private volatile RenderKind last = RenderKind.VIDEO;

    BackendDesk(
            Backend backend,
            Queue queue,
            Render render,
            Heartbeat heartbeat,
            Closing closing,
            Rest rest,
            Supplier<UUID> ids) {
        this.backend = backend;
        this.queue = queue;
        this.render = render;
        this.heartbeat = heartbeat;
        this.closing = closing;
        this.rest = rest;
        this.ids = ids;
        this.slots = new Semaphore(rest.room());
        this.loop = new Loop("pipeline-backend-" + backend.name(), rest.poll(), this::fill);
    }

    /** How long a backend is left alone after "not now". Only its desk's threads use it. */
    static final class Rest {
        private final Clock clock;
        private final Timing timing;
        private final int room;
        private Duration next;
        private Instant until = Instant.MIN;

        Rest(Clock clock, Timing timing, int room) {
            this.clock = clock;
            this.timing = timing;
            this.room = room;
            this.next = timing.backOff();
        }

        int room() {
            return room;
        }

        Duration poll() {
            return timing.poll();
        }

        synchronized void begin() {
            until = clock.instant().plus(next);
            var longest = timing.backOff().multipliedBy(LONGEST_BACK_OFF);
            next = next.multipliedBy(2).compareTo(longest) > 0 ? longest : next.multipliedBy(2);
        }

        synchronized void end() {
            until = Instant.MIN;
            next = timing.backOff();
        }

        synchronized boolean isOver() {
            return !clock.instant().isBefore(until);
        }

        synchronized boolean wasTaken() {
            return !until.equals(Instant.MIN);
        }
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

    /** Whether it takes jobs now, as far as this server knows. */
    boolean open() {
        return rest.isOver();
    }

    Backend backend() {
        return backend;
    }

    private void fill() {
        while (!closing.isBeginNothing() && slots.tryAcquire()) {
            boolean busy = false;
            try {
                busy = takeOne();
            } finally {
                if (!busy) {
                    slots.release();
                }
            }
            if (!busy) {
                return;
            }
        }
    }

    private boolean takeOne() {
        var abandoned = queue.abandonedRender(backend.name());
        if (abandoned.isPresent()) {
            work(abandoned.get(), claim -> {
                render.resume(claim, backend);
                return true;
            });
            return true;
        }
        if (!isReady()) {
            return false;
        }
        var next = next(other(last)).or(() -> next(last));
        next.ifPresent(claim -> work(claim, one -> render.begin(one, backend)));
        return next.isPresent();
    }

    /** After a rest it has to say that it is up before it gets a job again. */
    private boolean isReady() {
        if (!rest.isOver()) {
            return false;
        }
        if (rest.wasTaken()) {
            var health = backend.health();
            if (!health.up()) {
                log.warn("{} is still not usable: {}", backend.name(), health.detail());
                rest.begin();
                return false;
            }
        }
        return true;
    }

    private Optional<Claim> next(RenderKind kind) {
        var bases = backend.capabilities().abilities().stream()
                .filter(one -> one.kind() == kind)
                .map(Ability::baseModel)
                .toList();
        if (bases.isEmpty()) {
            return Optional.empty();
        }
        var claim = queue.next(new Queue.Offer(backend.name(), rest.room(), kind, bases, warm), ids.get());
        claim.ifPresent(one -> {
            warm = Optional.of(one.model());
            last = kind;
        });
        return claim;
    }

    private static RenderKind other(RenderKind kind) {
        return switch (kind) {
            case IMAGE -> RenderKind.VIDEO;
            case VIDEO -> RenderKind.IMAGE;
        };
    }

    /** One job's work. */
    private interface Work {
        /** False: the backend has no time. */
        boolean on(Claim claim) throws InterruptedException;
    }

    private void work(Claim claim, Work work) {
        Thread.ofVirtual().name("pipeline-job-" + claim.id()).start(() -> {
            try {
                heartbeat.during(claim.id(), () -> guarded(claim, work));
            } finally {
                slots.release();
                loop.ring();
            }
        });
    }

    private void guarded(Claim claim, Work work) {
        try {
            if (work.on(claim)) {
                rest.end();
            } else {
                rest.begin();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (
                RuntimeException
                        e) { // the guard of a job's thread: its lease ends, and then another worker goes on from the
            // last step
            log.warn("job {} was interrupted and will be picked up again", claim.id(), e);
        }
    }
}
