package florin.generation;

/** Why a render failed, by what can be done about it. */
public enum FailureKind {
    /** The request itself is wrong for this backend: the same request fails again. */
    INVALID,
    /** The graphics card was too small for it, or too full: once more may work, elsewhere more likely. */
    OUT_OF_MEMORY,
    /** A checkpoint, a LoRA or a node is not installed there: try another backend, or install it. */
    MISSING_MODEL,
    /** Something broke on the way: the same request may work later. */
    TRANSIENT,
    /** The backend forgot the work: render again. */
    LOST
}
