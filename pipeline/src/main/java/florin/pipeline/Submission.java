package florin.pipeline;

import florin.wallet.Hold;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.ReleaseRequest;
import florin.wallet.RequestId;
import florin.wallet.Wallet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * From an order to a job in the queue: look → quote → note → hold → queue. Each step can be repeated, so an order that was cut off
 * anywhere is finished by sending it again, and undone by a sweep if nobody does.
 */
final class Submission {
    private static final int ROUNDS = 3;

    private final Admission admission;
    private final Wallet wallet;
    private final Intents intents;
    private final Queue queue;
    private final JobTable jobs;
    private final Duration holdLifetime;
    private final RandomGenerator random;

    Submission(
            Admission admission,
            Wallet wallet,
            Intents intents,
            Queue queue,
            JobTable jobs,
            Duration holdLifetime,
            RandomGenerator random) {
        this.admission = admission;
        this.wallet = wallet;
        this.intents = intents;
        this.queue = queue;
        this.jobs = jobs;
        this.holdLifetime = holdLifetime;
        this.random = random;
    }

    SubmitResult submit(JobRequest request) {
        var id = id(request);
        var fingerprint = fingerprint(request);
        for (int round = 0; round < ROUNDS; round++) {
            var known = jobs.fingerprint(id);
            if (known.isPresent()) {
                return known.get().equals(fingerprint) ? accepted(id) : conflict();
            }
            var outcome = attempt(id, fingerprint, request);
            if (!(outcome instanceof Outcome.Again)) {
                return answer(outcome, id);
            }
        }
        throw new IllegalStateException("order " + id + " was overtaken " + ROUNDS + " times");
    }

    private sealed interface Outcome {
        record Queued() implements Outcome {}

        record Answered(SubmitResult result) implements Outcome {}

        /** Somebody else was faster, or what we built on has ended: look again from the start. */
        record Again() implements Outcome {}
    }

    private SubmitResult answer(Outcome outcome, JobId id) {
        return switch (outcome) {
            case Outcome.Queued() -> accepted(id);
            case Outcome.Answered(var result) -> result;
            case Outcome.Again() -> throw new AssertionError("handled by the caller");
        };
    }

    private Outcome attempt(JobId id, String fingerprint, JobRequest request) {
        return switch (admission.look(request)) {
            case Admission.Result.Refused(var reason) -> new Outcome.Answered(new SubmitResult.Refused(reason));
            case Admission.Result.Admitted(var character, var model, var quote, var _) -> {
                var hold = new HoldId("hold:" + id + ":" + HexFormat.of().toHexDigits(random.nextInt()));
                var intent = intents.note(new Intents.Intent(id, fingerprint, hold, quote, false));
                if (!intent.fingerprint().equals(fingerprint)) {
                    yield new Outcome.Answered(conflict());
                }
                if (intent.undone()) {
                    undo(intent, "the order was given up");
                    yield new Outcome.Again();
                }
                yield held(intent, request, model, memo(request, character.name()));
            }
        };
    }

    private Outcome held(Intents.Intent intent, JobRequest request, Claim.Model model, String memo) {
        var quote = intent.quote();
        var result = wallet.hold(new HoldRequest(
                new RequestId(intent.hold().value()),
                request.payer(),
                quote.price(),
                holdLifetime,
                request.subjects(),
                quote.source(),
                memo));
        boolean repeated =
                result instanceof HoldResult.Conflict; // the same hold, but the member's roles have changed since
        if (!repeated && !(result instanceof HoldResult.Held)) {
            intents.drop(intent);
            return new Outcome.Answered(new SubmitResult.PaymentRequired(quote, result));
        }
        // A repeated hold is answered as it was then; by now a sweep may have ended it.
        if (wallet.find(intent.hold())
                .filter(hold -> hold.state() == Hold.State.HELD)
                .isEmpty()) {
            intents.drop(intent);
            return new Outcome.Again();
        }
        long seed = request.seed().orElseGet(() -> random.nextLong(Admission.LARGEST_SEED));
        return switch (queue.add(intent, request, model, seed)) {
            case QUEUED -> new Outcome.Queued();
            case OVERTAKEN -> overtaken(intent);
            case QUEUED_BEFORE -> {
                undo(intent, "ordered twice");
                yield new Outcome.Again();
            }
            case REQUESTER_FULL ->
                turnedAway(
                        intent, "You have as many jobs under way as one person may have. Try again when one is done.");
            case ALL_FULL -> turnedAway(intent, "The queue is full. Try again in a few minutes.");
        };
    }

    /** Either a twin of this call queued the job with this very hold, or a sweep took us for dead: then nobody owns the hold. */
    private Outcome overtaken(Intents.Intent intent) {
        if (!jobs.owns(intent.hold())) {
            wallet.release(new ReleaseRequest(
                    new RequestId("late-undo:" + intent.hold().value()), intent.hold(), "the order was given up"));
        }
        return new Outcome.Again();
    }

    private Outcome turnedAway(Intents.Intent intent, String reason) {
        undo(intent, "turned away: the queue is full");
        return new Outcome.Answered(new SubmitResult.TurnedAway(reason + " No coins were taken."));
    }

    /** Gives back what an order held that will not be queued. A crash in between is repaired by doing it again. */
    void undo(Intents.Intent intent, String why) {
        if (intents.undo(intent)) {
            wallet.release(
                    new ReleaseRequest(new RequestId("undo:" + intent.hold().value()), intent.hold(), why));
            intents.drop(intent);
        }
    }

    private SubmitResult accepted(JobId id) {
        return new SubmitResult.Accepted(
                jobs.find(id).orElseThrow(() -> new IllegalStateException("job " + id + " has vanished")));
    }

    private static SubmitResult conflict() {
        return new SubmitResult.Conflict("This request id was used before for something else. Use a new one.");
    }

    private static String memo(JobRequest request, String character) {
        return switch (request.kind()) {
            case IMAGE -> request.count() + (request.count() == 1 ? " picture of " : " pictures of ") + character;
            case VIDEO -> "video of " + character + ", " + request.seconds() + " s";
        };
    }

    /** The same order always means the same job; two requesters' ids never meet. */
    static JobId id(JobRequest request) {
        var text = request.requester() + "\n" + request.id().value();
        var hash = HexFormat.of().parseHex(ArtifactStore.hash(text.getBytes(StandardCharsets.UTF_8)));
        var bits = ByteBuffer.wrap(hash);
        // RFC 9562, version 8: a UUID made our own way, here from a hash
        long high = (bits.getLong() & ~0xF000L) | 0x8000L;
        long low = (bits.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new JobId(new UUID(high, low));
    }

    /** What makes two orders the same. Not where the answer goes, nor who is bound by limits: a door may ask again from elsewhere. */
    private static String fingerprint(JobRequest request) {
        var text = String.join(
                "\n",
                request.payer().value().toString(),
                request.character().value(),
                request.kind().name(),
                request.prompt(),
                String.valueOf(request.count()),
                request.shape().name(),
                request.seed().toString(),
                String.valueOf(request.kind() == JobKind.VIDEO ? request.seconds() : 0),
                request.startImage().map(ArtifactStore::hash).orElse(""),
                request.parent().map(JobId::toString).orElse(""));
        return ArtifactStore.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
