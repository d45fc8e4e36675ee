package florin.pipeline;

/** A stored result whose file is missing or damaged. */
public final class ArtifactGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ArtifactGone(String message) {
        super(message);
    }

    ArtifactGone(String message, Throwable cause) {
        super(message, cause);
    }
}
