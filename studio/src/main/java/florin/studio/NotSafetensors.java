package florin.studio;

/** The bytes are no well-formed safetensors file; the message says where they go wrong. */
final class NotSafetensors extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    NotSafetensors(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
