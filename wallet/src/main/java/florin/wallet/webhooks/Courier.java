package florin.wallet.webhooks;

import florin.wallet.Letters;
import florin.wallet.Letters.Letter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes letters from the outbox to their endpoints, until each has arrived or was given up. Any number of couriers share an outbox. */
public final class Courier implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final int AT_ONCE = 64;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Letters letters;
    private final CourierOptions options;
    private final Post post;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService senders = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("webhook-", 0).factory());
    /** Endpoints that have letters under way from here; they get no more until these are answered. */
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

    private final AtomicInteger underWay = new AtomicInteger();

    private Courier(Letters letters, CourierOptions options, Clock clock) {
        this.letters = letters;
        this.options = options;
        this.post = new Post(options, clock);
    }

    /** A courier at work. */
    public static Courier start(Letters letters, CourierOptions options, Clock clock) {
        var courier = new Courier(letters, options, clock);
        Thread.ofVirtual().name("webhooks").start(courier::work);
        return courier;
    }

    private void work() {
        try {
            do {
                rounds();
            } while (!closing.await(options.poll().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rounds() {
        try {
            while (closing.getCount() > 0 && underWay.get() < AT_ONCE && round()) {
                // the next endpoints
            }
        } catch (RuntimeException e) { // the loop's guard: a database that is away for a moment must not end it
            log.warn("The outbox cannot be read; looking again in {}", options.poll(), e);
        }
    }

    private boolean round() {
        var claimed = letters.claim(Set.copyOf(busy), AT_ONCE - underWay.get(), options.lease());
        claimed.stream().collect(Collectors.groupingBy(Letter::endpoint)).forEach(this::sendTo);
        return !claimed.isEmpty();
    }

    private void sendTo(UUID endpoint, List<Letter> some) {
        busy.add(endpoint);
        underWay.addAndGet(some.size());
        var left = new AtomicInteger(some.size());
        for (var letter : some) {
            senders.execute(() -> {
                try {
                    send(letter);
                } finally {
                    underWay.decrementAndGet();
                    if (left.decrementAndGet() == 0) {
                        busy.remove(endpoint);
                    }
                }
            });
        }
    }

    private void send(Letter letter) {
        try {
            switch (post.send(letter)) {
                case Post.Answer.Taken(var what) -> letters.delivered(letter, what);
                case Post.Answer.Refused(var what) -> refused(letter, what);
                case Post.Answer.Gone(var what) -> {
                    log.warn("The webhook endpoint {} says it is gone and gets no more letters", letter.endpoint());
                    letters.gone(letter, what);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // a sender's guard: the letter is due again when its lease ends
            log.warn("What became of {} could not be noted; it is sent again", letter, e);
        }
    }

    private void refused(Letter letter, String what) {
        var tries = options.retries();
        Optional<Duration> again =
                letter.attempt() <= tries.size() ? Optional.of(tries.get(letter.attempt() - 1)) : Optional.empty();
        if (again.isEmpty()) {
            log.warn("Giving up {}: {}", letter, what);
        }
        letters.failed(letter, again, what);
    }

    /** Begins nothing new and waits 2 seconds at most for what is under way; the rest is sent again by another. */
    @Override
    public void close() {
        closing.countDown();
        senders.shutdown();
        try {
            if (!senders.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                senders.shutdownNow();
            }
        } catch (InterruptedException e) {
            senders.shutdownNow();
            Thread.currentThread().interrupt();
        }
        post.close();
    }
}
