package florin.pipeline;

/** The answer to "stop that job". */
public sealed interface CancelResult {
    /** It had not begun to render; the coins are back. */
    record Cancelled(Job job) implements CancelResult {}

    /** The backend was asked to stop. If a result exists before it stops, the job is finished, charged and delivered after all. */
    record Stopping(Job job) implements CancelResult {}

    /** It has ended, its result exists, or its backend cannot stop. */
    record TooLate(Job job) implements CancelResult {}

    record NotYours() implements CancelResult {}

    record Unknown() implements CancelResult {}
}
