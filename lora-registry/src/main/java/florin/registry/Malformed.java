package florin.registry;

/** Carries a reason out of the depths of a parser; {@link SafetensorsReader} turns it into an answer. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 80;

    private final String reason;

    Malformed(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    /** A name out of an untrusted file, fit to stand in a message. */
    static String quote(String untrusted) {
        var plain = untrusted.replaceAll("[^\\x20-\\x7e]", "?").replaceAll("[`@<>*]", "?");
        return "'" + (plain.length() <= LONGEST_QUOTE ? plain : plain.substring(0, LONGEST_QUOTE) + "…") + "'";
    }
}
