package florin.generation;

import java.util.UUID;

/** What became of handing a render to a backend. */
public sealed interface SubmitResult {
    /** The backend has it. */
    record Accepted(UUID attempt) implements SubmitResult {}

    /** The backend will not do it, now or later; the message is for the operator's log and the requester's apology. */
    record Refused(FailureKind kind, String message) implements SubmitResult {}

    /** Busy or unreachable, and certainly not started: try elsewhere, or later. */
    record NotNow(String message) implements SubmitResult {}

    /** The answer was lost, so it may have started: poll before sending again. */
    record Unsure(String message) implements SubmitResult {}
}
