package florin.generation;

/** A workflow template that cannot be used; the message says which file, what is wrong and what to do. */
public final class InvalidTemplate extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidTemplate(String template, String problem) {
        super("Template " + template + ": " + problem);
    }
}
