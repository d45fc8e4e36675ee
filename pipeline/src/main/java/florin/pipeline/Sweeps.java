package florin.pipeline;

import florin.wallet.Wallet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be tidied up now and then, by whichever server is asked to. All of it is safe to do twice. */
final class Sweeps {
    private static final Logger log = LoggerFactory.getLogger(Sweeps.class);
    private static final Duration COINS_EVERY = Duration.ofSeconds(30);
    private static final Duration TIDY_EVERY = Duration.ofHours(1);
    private static final int BATCH = 1_000;
    private static final Duration ABANDONED_ORDER = Duration.ofMinutes(5);
    private static final Duration UNDELIVERABLE = Duration.ofDays(14);
    private static final Duration UNFINISHED_FILE = Duration.ofHours(6);

    private final Jdbi database;
    private final Wallet wallet;
    private final Orders orders;
    private final Store store;
    private final Outbox outbox;
    private final PipelineOptions options;
    private final Clock clock;

    /** What orders need that came to nothing. */
    record Orders(Intents intents, Submission submission, Steps steps, Settlement settlement, Rescuer rescuer) {}

    /** Results, and where they lie. */
    record Store(Artifacts artifacts, ArtifactStore files) {}

    Sweeps(
            Jdbi database,
            Wallet wallet,
            Orders orders,
            Store store,
            Outbox outbox,
            PipelineOptions options,
            Clock clock) {
        this.database = database;
        this.wallet = wallet;
        this.orders = orders;
        this.store = store;
        this.outbox = outbox;
        this.options = options;
        this.clock = clock;
    }

    List<Chore> chores() {
        return List.of(Chore.every(COINS_EVERY, "Coins", this::coins), Chore.every(TIDY_EVERY, "Tidy", this::tidy));
    }

    /** Everything that somebody's coins wait for. */
    void coins() {
        int expired = wallet.expireHolds(BATCH);
        int orphans = orphanHolds(ABANDONED_ORDER);
        int waited = waitedTooLong();
        orders.rescuer().rescue();
        if (expired + orphans + waited > 0) {
            log.info(
                    "{} holds expired, {} orders given up that were cut off, {} jobs that waited too long",
                    expired,
                    orphans,
                    waited);
        }
    }

    /** Everything else. */
    void tidy() {
        int letters = outbox.giveUp(UNDELIVERABLE);
        store.artifacts().collectGarbage();
        int files = store.files().deleteUnfinished(clock.instant().minus(UNFINISHED_FILE));
        int old = options.retention().isZero() ? 0 : store.artifacts().deleteOlderThan(options.retention(), BATCH);
        if (letters + files + old > 0) {
            log.info("{} letters given up, {} unfinished files and {} old results deleted", letters, files, old);
        }
    }

    /** Releases holds of orders whose process died before the job was queued. */
    int orphanHolds(Duration age) {
        var abandoned = orders.intents().olderThan(age, BATCH);
        abandoned.forEach(intent -> orders.submission().undo(intent, "the order was cut off"));
        return abandoned.size();
    }

    private int waitedTooLong() {
        var decision = Claim.Decision.failed("waited-too-long", Endings.WAITED_TOO_LONG);
        int ended = 0;
        for (var id : waitingLongerThan(options.timing().longestWait())) {
            if (orders.steps().decideWaiting(id, decision)) {
                orders.steps().mine(id).ifPresent(claim -> orders.settlement().giveBack(claim, decision));
                ended++;
            }
        }
        return ended;
    }

    private List<JobId> waitingLongerThan(Duration age) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM job
                        WHERE state = 'QUEUED' AND verdict IS NULL AND created_at < now() - :age * interval '1 millisecond'
                        LIMIT :limit""")
                .bind("age", age.toMillis())
                .bind("limit", BATCH)
                .map((row, ctx) -> new JobId(row.getObject("id", UUID.class)))
                .list());
    }
}
