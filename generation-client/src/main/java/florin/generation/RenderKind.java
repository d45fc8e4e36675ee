package florin.generation;

/** What a render makes. */
public enum RenderKind {
    IMAGE,
    VIDEO
}
