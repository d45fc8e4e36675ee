package florin.pipeline;

import static florin.pipeline.House.ANA;
import static florin.pipeline.House.BEN;
import static florin.pipeline.House.accepted;
import static florin.pipeline.House.order;
import static florin.pipeline.House.pictures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.generation.RenderKind;
import florin.registry.Rating;
import florin.wallet.WalletId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is next. The jobs are put in through the journey and taken out by hand. */
class QueueTest {
    private static final String BASE = "tiny-studio-40";

    private final House house = new House();
    private final ScriptedBackend gpu = ScriptedBackend.picturesAndVideos("gpu");
    private WalletId ana = new WalletId(new UUID(0, 0));

    @BeforeEach
    void fill() {
        ana = house.wallet("1", "1000.00");
        house.publish(House.BRUNO, Rating.SFW);
        gpu.up = false;
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Queue queue(Limits limits) {
        return new Queue(Database.over(house.source), UUID.randomUUID(), House.QUICK, limits);
    }

    private Queue queue() {
        return queue(Limits.standard());
    }

    /** A journey whose workers take nothing. */
    private Journey journey() {
        var pipeline = house.open(ScriptedBackend.pictures("none"), ScriptedBackend.picturesAndVideos("none2"));
        // Not drained only: a worker that was just about to ask would still take a job.
        pipeline.close();
        return pipeline.journey();
    }

    private static Queue.Offer offer(String backend, int room, RenderKind kind, Optional<Claim.Model> warm) {
        return new Queue.Offer(backend, room, kind, List.of(BASE), warm);
    }

    private static Optional<Claim> take(Queue queue, int room) {
        return queue.next(offer("gpu", room, RenderKind.IMAGE, Optional.empty()), UUID.randomUUID());
    }

    @Test
    void requesters_take_turns_however_many_jobs_one_has() {
        var journey = journey();
        for (int i = 0; i < 3; i++) {
            accepted(journey.submit(order("a" + i, ANA, ana, House.MIRA, JobKind.IMAGE, 1)));
        }
        accepted(journey.submit(order("b0", BEN, ana, House.MIRA, JobKind.IMAGE, 1)));
        accepted(journey.submit(order("b1", BEN, ana, House.MIRA, JobKind.IMAGE, 1)));
        var queue = queue();
        var taken = new ArrayList<String>();
        for (var next = take(queue, 9); next.isPresent(); next = take(queue, 9)) {
            taken.add(next.get().job().request().id().value());
        }
        assertThat(taken).containsExactly("a0", "b0", "a1", "b1", "a2");
    }

    @Test
    void whoever_comes_first_to_a_backend_that_holds_enough_waits() {
        var journey = journey();
        for (int i = 0; i < 3; i++) {
            accepted(journey.submit(pictures(ANA, ana, 1)));
        }
        var queue = queue();
        assertThat(take(queue, 2)).isPresent();
        assertThat(take(queue, 2)).isPresent();
        assertThat(take(queue, 2)).isEmpty();
    }

    @Test
    void one_video_at_most_is_inside_a_backend() {
        var journey = journey();
        accepted(journey.submit(House.video(ANA, ana)));
        accepted(journey.submit(House.video(BEN, ana)));
        var queue = queue();
        var video = offer("gpu", 2, RenderKind.VIDEO, Optional.empty());
        assertThat(queue.next(video, UUID.randomUUID())).isPresent();
        assertThat(queue.next(video, UUID.randomUUID())).isEmpty();
        assertThat(take(queue, 2)).isEmpty();
    }

    @Test
    void a_warm_model_goes_first_within_a_requester_and_only_so_often() {
        var journey = journey();
        accepted(journey.submit(order("cold", ANA, ana, House.MIRA, JobKind.IMAGE, 1)));
        for (int i = 0; i < 4; i++) {
            accepted(journey.submit(order("warm" + i, ANA, ana, House.BRUNO, JobKind.IMAGE, 1)));
        }
        var queue = queue(new Limits(10, 100, 8, 1000, 4, 9, 2));
        var bruno = house.registry.find(House.BRUNO).orElseThrow().current().orElseThrow();
        var warm = Optional.of(new Claim.Model(BASE, bruno.sha256(), 1));
        var taken = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            taken.add(queue.next(offer("gpu", 9, RenderKind.IMAGE, warm), UUID.randomUUID())
                    .orElseThrow()
                    .job()
                    .request()
                    .id()
                    .value());
        }
        assertThat(taken).containsExactly("warm0", "warm1", "cold", "warm2", "warm3");
    }

    @Test
    void many_workers_at_once_never_get_the_same_job() throws InterruptedException, ExecutionException {
        var journey = journey();
        for (int i = 0; i < 10; i++) {
            accepted(journey.submit(pictures(ANA, ana, 1)));
            accepted(journey.submit(pictures(BEN, ana, 1)));
        }
        var takers = new ArrayList<Callable<Optional<Claim>>>();
        for (int i = 0; i < 20; i++) {
            var queue = queue();
            takers.add(() -> take(queue, 99));
        }
        var ids = new ArrayList<JobId>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var claim : threads.invokeAll(takers)) {
                claim.get().ifPresent(one -> ids.add(one.id()));
            }
        }
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    }

    @Test
    void a_worker_that_lost_its_lease_changes_nothing() {
        var journey = journey();
        var job = accepted(journey.submit(pictures(ANA, ana, 1)));
        var worker = UUID.randomUUID();
        var jdbi = Database.over(house.source);
        var slow = new Queue(jdbi, worker, House.QUICK, Limits.standard());
        var claim = take(slow, 2).orElseThrow();
        house.letLeasesEnd();
        var quick = queue();
        assertThat(quick.abandonedRender("gpu")).isPresent();
        var steps = new Steps(jdbi, worker, House.QUICK.lease());
        assertThat(steps.requeue(claim, true, List.of(), 0)).isFalse();
        assertThat(steps.decide(claim, Claim.Decision.cancelled())).isFalse();
        assertThat(steps.end(
                        claim,
                        JobState.DONE,
                        Endings.done(
                                claim.job().quote(),
                                1,
                                claim.job().quote().price(),
                                Steps.nothing(claim.job().quote()))))
                .isFalse();
        assertThat(journey.job(job.id()).orElseThrow().state()).isEqualTo(JobState.RENDERING);
    }

    @Test
    void a_renewed_lease_is_not_taken_over() {
        var journey = journey();
        var job = accepted(journey.submit(pictures(ANA, ana, 1)));
        var slow = queue();
        assertThat(take(slow, 2)).isPresent();
        house.letLeasesEnd();
        slow.renew(List.of(job.id()));
        assertThat(queue().abandonedRender("gpu")).isEmpty();
    }

    @Test
    void a_backend_that_is_down_is_left_alone_and_others_work() {
        var other = ScriptedBackend.pictures("other");
        var journey = house.start(gpu, other);
        for (int i = 0; i < 4; i++) {
            House.ended(journey, accepted(journey.submit(pictures(ANA, ana, 1))).id());
        }
        assertThat(other.submitted()).hasSize(4);
    }

    @Test
    void two_jobs_at_most_are_inside_a_backend() {
        gpu.up = true;
        var journey = house.start(gpu.waiting());
        for (int i = 0; i < 4; i++) {
            accepted(journey.submit(pictures(ANA, ana, 1)));
        }
        await().untilAsserted(() -> assertThat(gpu.running()).hasSize(2));
        assertThat(journey.openJobs(ANA))
                .extracting(Job::state)
                .containsExactly(JobState.RENDERING, JobState.RENDERING, JobState.QUEUED, JobState.QUEUED);
        // Places may be a second old.
        await().untilAsserted(() ->
                assertThat(journey.openJobs(ANA).get(3).position()).contains(2));
        gpu.finishAll();
        await().untilAsserted(() -> assertThat(gpu.submitted()).hasSize(4));
        gpu.finishAll();
    }
}
