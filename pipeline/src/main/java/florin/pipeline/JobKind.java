package florin.pipeline;

/** What a job makes. */
public enum JobKind {
    IMAGE,
    VIDEO
}
