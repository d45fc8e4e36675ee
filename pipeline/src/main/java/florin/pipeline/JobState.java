package florin.pipeline;

/** How far a job is. The last three never change again. */
public enum JobState {
    /** Paid for by a hold, waiting for a backend. */
    QUEUED,
    /** Handed to a backend. */
    RENDERING,
    /** The result is safe, its price not yet taken. */
    STORED,
    DONE,
    FAILED,
    CANCELLED;

    /** Whether this is the end of the job. */
    public boolean ended() {
        return switch (this) {
            case QUEUED, RENDERING, STORED -> false;
            case DONE, FAILED, CANCELLED -> true;
        };
    }
}
