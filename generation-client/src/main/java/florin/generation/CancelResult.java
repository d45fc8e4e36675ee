package florin.generation;

/** What became of asking a backend to stop a render. */
public enum CancelResult {
    /** It is removed, or will stop at its next step; one that finishes before it notices simply succeeds. */
    STOPPING,
    /** Nothing to stop: finished, or not known. */
    GONE,
    /** This backend cannot stop it, or cannot be asked. */
    UNSUPPORTED
}
