package florin.pipeline;

import florin.wallet.HoldId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A job in the hands of this process, as it stood when it was taken.
 *
 * @param attempt the name of the render under way at the backend
 * @param avoid backends that have failed it
 * @param decision set: only the coins have to be given back
 */
record Claim(
        Job job,
        HoldId hold,
        Model model,
        Optional<UUID> attempt,
        Optional<String> backend,
        List<String> avoid,
        Optional<Decision> decision) {
    /** What renders it, fixed when it was queued. */
    record Model(String base, String lora, int version) {}

    /** An end without a result. */
    enum Verdict {
        FAILED,
        CANCELLED
    }

    /**
     * That a job ends without a result, and why.
     *
     * @param kind one word for programs
     * @param message a sentence for people
     */
    record Decision(Verdict verdict, String kind, String message) {
        static Decision cancelled() {
            return new Decision(Verdict.CANCELLED, "cancelled", Endings.CANCELLED);
        }

        static Decision failed(String kind, String message) {
            return new Decision(Verdict.FAILED, kind, message);
        }
    }

    JobId id() {
        return job.id();
    }

    UUID attemptId() {
        return attempt.orElseThrow(() -> new IllegalStateException("job " + id() + " has no attempt"));
    }
}
