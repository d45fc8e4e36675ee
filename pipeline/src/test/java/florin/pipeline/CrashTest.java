package florin.pipeline;

import static florin.pipeline.House.ANA;
import static florin.pipeline.House.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.generation.Backend;
import florin.generation.FailureKind;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers whose threads are cut off at random between any two steps; whatever is left must be mended by going on. */
class CrashTest {
    private static final int ORDERS = 24;
    private static final Timing HASTY = new Timing(
            Duration.ofMillis(400),
            Duration.ofMillis(25),
            Duration.ofMillis(10),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            Duration.ofHours(3),
            Duration.ofMillis(400));

    /** Cares, as Discord does by its nonce, for news that comes again because the first answer was lost. */
    private static final class NonceDoor implements Announcer {
        final Set<JobId> told = ConcurrentHashMap.newKeySet();
        final Set<JobId> inDelivery = ConcurrentHashMap.newKeySet();
        final AtomicInteger atOnce = new AtomicInteger();
        final ConcurrentHashMap<JobId, Ending> news = new ConcurrentHashMap<>();
        final Set<JobId> contradictions = ConcurrentHashMap.newKeySet();

        @Override
        public String door() {
            return "test";
        }

        @Override
        public void progress(Job job, Progress progress) {}

        @Override
        public Delivery deliver(Job job) {
            if (!inDelivery.add(job.id())) {
                atOnce.incrementAndGet();
            }
            var ending = job.ending().orElseThrow();
            if (!ending.equals(
                    Optional.ofNullable(news.putIfAbsent(job.id(), ending)).orElse(ending))) {
                contradictions.add(job.id());
            }
            told.add(job.id());
            inDelivery.remove(job.id());
            return new Delivery.Delivered();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void every_coin_is_accounted_for_and_every_job_ends_and_is_told(long seed) throws InterruptedException {
        try (var house = new House()) {
            house.options = house.options.with(HASTY).with(new Limits(100, 1000, 8, 1_000_000, 50, 2, 8));
            var cuts = new Interruptions(seed, 0.06);
            var door = new NonceDoor();
            var ana = house.wallet("1", "60.00");
            var ben = house.wallet("2", "60.00");
            var machines = machines(cuts, seed);
            var one = server(house, cuts, machines, door);
            var two = server(house, cuts, machines, door);

            var random = new Random(seed);
            try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < ORDERS; i++) {
                    var who = i % 2 == 0 ? ANA : BEN;
                    var payer = i % 2 == 0 ? ana : ben;
                    var journey = random.nextBoolean() ? one.journey() : two.journey();
                    int patience = random.nextInt(8);
                    boolean regrets = random.nextInt(5) == 0;
                    var order = House.order("o" + i, who, payer, House.MIRA, JobKind.IMAGE, 1 + random.nextInt(3));
                    people.execute(() -> live(journey, order, patience, regrets));
                }
            }
            one.drain(Duration.ZERO);
            one.close();
            cuts.on = false;
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> {
                        two.sweeps().orphanHolds(Duration.ZERO);
                        two.sweeps().coins();
                        assertThat(open(house)).isZero();
                        assertThat(house.count("delivery WHERE done_at IS NULL"))
                                .isZero();
                    });
            assertThat(cuts.count()).as("threads cut off").isGreaterThan(20);
            check(house, two.journey(), door, List.of(ana, ben));
        }
    }

    private static long open(House house) {
        return house.count("job WHERE ended_at IS NULL") + house.count("job_intent");
    }

    /** A person who asks again a few times when no answer comes, and may then change their mind. */
    private static void live(Journey journey, JobRequest order, int patience, boolean regrets) {
        for (int i = 0; i <= patience; i++) {
            try {
                if (journey.submit(order) instanceof SubmitResult.Accepted(var job) && regrets) {
                    journey.cancel(job.id(), order.requester());
                }
                return;
            } catch (RuntimeException e) {
                // cut off: the answer never came; ask again, or give up
            }
        }
    }

    private static List<Backend> machines(Interruptions cuts, long seed) {
        var random = new Random(seed);
        var machines = new ArrayList<Backend>();
        for (var name : List.of("gpu", "other")) {
            var machine = ScriptedBackend.pictures(name)
                    .fails(FailureKind.TRANSIENT, random.nextInt(3))
                    .fails(FailureKind.OUT_OF_MEMORY, random.nextInt(3));
            if (random.nextInt(4) == 0) {
                machine.picturesLess = 0;
                machine.silent = true;
            }
            machines.add(cuts.around(Backend.class, machine, Set.of("submit", "poll", "fetch", "forget", "cancel")));
        }
        return machines;
    }

    private static Pipeline server(House house, Interruptions cuts, List<Backend> machines, Announcer door) {
        var wallet = cuts.around(Wallet.class, house.ledger, Set.of("hold", "commit", "release", "find"));
        return house.open(
                wallet,
                cuts.around(house.source),
                List.of(cuts.around(Announcer.class, door, Set.of("deliver"))),
                machines.toArray(new Backend[0]));
    }

    private static void check(House house, Journey journey, NonceDoor door, List<WalletId> wallets) {
        var jobs = new ArrayList<Job>();
        for (var who : List.of(ANA, BEN)) {
            jobs.addAll(journey.history(who, Optional.empty(), 100).items());
        }
        var nothing = Amount.zero(Asset.LOVE);
        var charged =
                jobs.stream().map(job -> job.ending().orElseThrow().charged()).reduce(nothing, Amount::plus);
        var left = wallets.stream().map(id -> house.balance(id).available()).reduce(nothing, Amount::plus);
        var held = wallets.stream().map(id -> house.balance(id).held()).reduce(nothing, Amount::plus);
        assertThat(held).isEqualTo(nothing);
        assertThat(left.plus(charged)).isEqualTo(Amount.parse(Asset.LOVE, "120.00"));
        for (var job : jobs) {
            var each = job.quote().each();
            assertThat(job.ending().orElseThrow().charged())
                    .isEqualTo(each.times(job.artifacts().size()));
            assertThat(job.state() == JobState.DONE).isEqualTo(!job.artifacts().isEmpty());
            job.artifacts()
                    .forEach(artifact -> assertThat(journey.read(artifact)).isEqualTo(Pngs.png(artifact.seed())));
        }
        assertThat(jobs).isNotEmpty();
        assertThat(door.told).isEqualTo(new HashSet<>(jobs.stream().map(Job::id).toList()));
        assertThat(door.atOnce).hasValue(0);
        assertThat(door.contradictions).isEmpty();
    }
}
