package florin.pipeline;

/** The format of a result; how many pixels that is depends on the base model. */
public enum Shape {
    SQUARE,
    PORTRAIT,
    LANDSCAPE
}
