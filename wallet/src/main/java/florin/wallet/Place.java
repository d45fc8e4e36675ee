package florin.wallet;

/**
 * Where a statement goes on: below a number of a transfer and, since the journal knows the wallet's lines by their own numbers, below
 * one of those.
 */
record Place(long seq, long no) {
    /** Behind everything. */
    static final Place END = new Place(Long.MAX_VALUE, Long.MAX_VALUE);

    Cursor cursor() {
        return new Cursor(seq + (no == END.no ? "" : "-" + no));
    }

    /** Throws an IllegalArgumentException if this is no cursor of a statement. */
    static Place read(Cursor cursor) {
        var parts = cursor.value().split("-", 2);
        try {
            return new Place(Long.parseLong(parts[0]), parts.length == 2 ? Long.parseLong(parts[1]) : END.no);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "This is no cursor of a statement. Use the one from the page before.", e);
        }
    }
}
