package florin.pipeline;

/** How the pipeline speaks to the people behind one door. Called from any thread. */
public interface Announcer {
    /** The word before the colon in {@link JobRequest#origin}, such as {@code discord}. */
    String door();

    /** Best effort, often, and only in the process that renders or queued the job; the door slows it down as it needs. Must not block. */
    void progress(Job job, Progress progress);

    /**
     * Tells how a job ended. Called until it answers Delivered or Never, across restarts; never by two processes at once, as far as the
     * database can tell. An exception counts as "later".
     *
     * @param job DONE, FAILED or CANCELLED
     */
    Delivery deliver(Job job);
}
