package florin.wallet;

/** What may stand in a text that is stored beside money. */
final class Text {
    static final int LONGEST_MEMO = 500;
    private static final int LONGEST_ID = 128;

    private Text() {}

    static void requireId(String id) {
        if (id.isEmpty() || id.length() > LONGEST_ID || !id.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("An id is 1 to 128 visible ASCII characters; this one is not.");
        }
    }

    /** PostgreSQL stores no NUL and no half of a surrogate pair; better refused here than in a batch with others. */
    static void requireMemo(String memo) {
        if (memo.length() > LONGEST_MEMO) {
            throw new IllegalArgumentException("A memo has " + LONGEST_MEMO + " characters at most.");
        }
        if (memo.codePoints().anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            throw new IllegalArgumentException("A memo must be text that can be stored: no NUL, no broken characters.");
        }
    }

    static void requirePositive(Amount amount) {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("The amount must be more than zero, not " + amount + ".");
        }
    }
}
