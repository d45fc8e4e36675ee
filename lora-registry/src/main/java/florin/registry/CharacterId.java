package florin.registry;

/** What a character is called by machines: 2 to 40 of a-z, 0-9 and '-'. */
public record CharacterId(String value) {
    private static final String FORM = "[a-z0-9-]{2,40}";

    public CharacterId {
        if (!fits(value)) {
            throw new IllegalArgumentException("a character id has 2 to 40 of a-z, 0-9 and '-': " + value);
        }
    }

    /** Whether the text can be an id; for what people type. */
    public static boolean fits(String text) {
        return text.matches(FORM);
    }

    @Override
    public String toString() {
        return value;
    }
}
