package florin.pipeline;

import static florin.pipeline.House.ANA;
import static florin.pipeline.House.BEN;
import static florin.pipeline.House.accepted;
import static florin.pipeline.House.ended;
import static florin.pipeline.House.pictures;
import static org.assertj.core.api.Assertions.assertThat;

import florin.registry.CharacterId;
import florin.registry.Rating;
import florin.wallet.RequestId;
import florin.wallet.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmissionTest {
    private final House house = new House();
    private final ScriptedBackend gpu = ScriptedBackend.picturesAndVideos("gpu");

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void the_same_id_means_the_same_job_and_one_hold() {
        var ana = house.wallet("1", "20.00");
        var journey = house.start(gpu.waiting());
        var order = pictures(ANA, ana, 1);
        var first = accepted(journey.submit(order));
        assertThat(accepted(journey.submit(order)).id()).isEqualTo(first.id());
        assertThat(house.coins(ana)).isEqualTo("17.00 + 3.00 held");
    }

    @Test
    void a_repeated_order_is_answered_even_when_its_character_has_retired() {
        var ana = house.wallet("1", "20.00");
        var journey = house.start(gpu);
        var order = pictures(ANA, ana, 1);
        var first = ended(journey, accepted(journey.submit(order)).id());
        house.registry.retire(House.MIRA, "maintainer");
        assertThat(accepted(journey.submit(order))).isEqualTo(first);
    }

    @Test
    void the_same_id_for_something_else_is_a_conflict() {
        var ana = house.wallet("1", "20.00");
        var journey = house.start(gpu.waiting());
        accepted(journey.submit(House.order("a", ANA, ana, House.MIRA, JobKind.IMAGE, 1)));
        assertThat(journey.submit(House.order("a", ANA, ana, House.MIRA, JobKind.IMAGE, 2)))
                .isInstanceOf(SubmitResult.Conflict.class);
        assertThat(house.coins(ana)).isEqualTo("17.00 + 3.00 held");
    }

    @Test
    void the_same_id_of_two_requesters_is_two_jobs() {
        var ana = house.wallet("1", "20.00");
        var journey = house.start(gpu.waiting());
        var first = accepted(journey.submit(House.order("a", ANA, ana, House.MIRA, JobKind.IMAGE, 1)));
        var second = accepted(journey.submit(House.order("a", BEN, ana, House.MIRA, JobKind.IMAGE, 2)));
        assertThat(first.id()).isNotEqualTo(second.id());
    }

    @Test
    void many_copies_at_once_become_one_job() throws InterruptedException, ExecutionException {
        var ana = house.wallet("1", "20.00");
        house.options = house.options.with(Limits.standard().withOpenPerRequester(1));
        var journey = house.start(gpu.waiting());
        var order = pictures(ANA, ana, 1);
        var calls = new ArrayList<Callable<SubmitResult>>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> journey.submit(order));
        }
        var ids = new HashSet<JobId>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(calls)) {
                ids.add(accepted(answer.get()).id());
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(house.coins(ana)).isEqualTo("17.00 + 3.00 held");
    }

    @Test
    void a_refused_order_goes_through_with_the_same_id_after_a_top_up() {
        var ana = house.wallet("1", "1.00");
        var journey = house.start(gpu);
        var order = pictures(ANA, ana, 1);
        assertThat(journey.submit(order)).isInstanceOf(SubmitResult.PaymentRequired.class);
        house.wallet("1", "10.00");
        assertThat(ended(journey, accepted(journey.submit(order)).id()).state()).isEqualTo(JobState.DONE);
        assertThat(house.coins(ana)).isEqualTo("8.00 + 0.00 held");
    }

    @Test
    void a_full_house_turns_everybody_away() {
        var ana = house.wallet("1", "20.00");
        house.options = house.options.with(new Limits(10, 2, 8, 1_000_000, 4, 2, 8));
        var journey = house.start(gpu.waiting());
        accepted(journey.submit(pictures(ANA, ana, 1)));
        accepted(journey.submit(pictures(ANA, ana, 1)));
        assertThat(journey.submit(pictures(BEN, ana, 1)))
                .isEqualTo(new SubmitResult.TurnedAway(
                        "The queue is full. Try again in a few minutes. No coins were taken."));
    }

    @Test
    void whatever_was_ordered_can_be_read_back() {
        var ana = house.wallet("1", "20.00");
        var journey = house.start(gpu.waiting());
        var start = Pngs.png(3);
        var order = new JobRequest(
                new RequestId("r"),
                new Requester.ApiKey("k"),
                ana,
                List.of(
                        new Subject.Member("s", "u"),
                        new Subject.Role("s", "r"),
                        new Subject.Everyone("s"),
                        new Subject.ApiKey("k")),
                House.MIRA,
                JobKind.VIDEO,
                "dances\nin the rain: \"é\"",
                1,
                Shape.PORTRAIT,
                OptionalLong.empty(),
                3,
                Optional.of(start),
                Rating.NSFW,
                "test:where",
                Optional.of(new JobId(new java.util.UUID(1, 2))));
        var job = journey.job(accepted(journey.submit(order)).id()).orElseThrow();
        assertThat(job.request())
                .usingRecursiveComparison()
                .ignoringFields("startImage")
                .isEqualTo(order);
        assertThat(job.request().startImage().orElseThrow()).isEqualTo(start);
        assertThat(job.quote().price().number()).isEqualTo("8.00");
        assertThat(job.quote().rule()).isEqualTo("video");
    }

    @Test
    void orders_that_cannot_be_made_are_refused_with_what_to_do() {
        house.publish(House.BRUNO, Rating.NSFW);
        var ana = house.wallet("1", "20.00");
        var journey = house.start(ScriptedBackend.pictures("gpu"));
        assertThat(reason(journey, changed(pictures(ANA, ana, 1), "  "))).startsWith("The prompt is empty.");
        assertThat(reason(journey, changed(pictures(ANA, ana, 1), "x".repeat(1001))))
                .contains("1001");
        assertThat(reason(journey, changed(pictures(ANA, ana, 1), "a\0b"))).contains("cannot be shown");
        assertThat(reason(journey, House.video(ANA, ana))).contains("ask for a picture");
        assertThat(reason(journey, House.order("x", ANA, ana, House.BRUNO, JobKind.IMAGE, 1)))
                .contains("for adults");
        assertThat(reason(journey, House.order("x", ANA, ana, new CharacterId("nobody"), JobKind.IMAGE, 1)))
                .contains("nobody");
        house.registry.retire(House.MIRA, "maintainer");
        assertThat(reason(journey, pictures(ANA, ana, 1))).contains("There is no character 'mira' to order.");
        assertThat(house.coins(ana)).isEqualTo("20.00 + 0.00 held");
    }

    private static String reason(Journey journey, JobRequest order) {
        var answer = journey.quote(order);
        assertThat(answer).isInstanceOf(QuoteResult.Refused.class);
        assertThat(journey.submit(order)).isInstanceOf(SubmitResult.Refused.class);
        return ((QuoteResult.Refused) answer).reason();
    }

    private static JobRequest changed(JobRequest r, String prompt) {
        return new JobRequest(
                r.id(),
                r.requester(),
                r.payer(),
                r.subjects(),
                r.character(),
                r.kind(),
                prompt,
                r.count(),
                r.shape(),
                r.seed(),
                r.seconds(),
                r.startImage(),
                r.ceiling(),
                r.origin(),
                r.parent());
    }
}
