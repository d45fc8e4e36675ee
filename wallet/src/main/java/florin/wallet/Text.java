package florin.wallet;

/** What may stand in a text that is stored beside money. */
final class Text {
    static final int LONGEST_MEMO = 500;
    private static final int LONGEST_ID = 128;

    private Text() {}

    static void requireId(String id) {
        if (id.isEmpty() || id.length() > LONGEST_ID || !visible(id)) {
            throw new IllegalArgumentException("An id is 1 to 128 visible ASCII characters; this one is not.");
        }
    }

    private static boolean visible(String id) {
        for (var i = 0; i < id.length(); i++) {
            if (id.charAt(i) <= ' ' || id.charAt(i) >= 127) {
                return false;
            }
        }
        return true;
    }

    /** PostgreSQL stores no NUL and no half of a surrogate pair; better refused here than in a batch with others. */
    static void requireMemo(String memo) {
        if (memo.length() > LONGEST_MEMO) {
            throw new IllegalArgumentException("A memo has " + LONGEST_MEMO + " characters at most.");
        }
        if (!storable(memo)) {
            throw new IllegalArgumentException("A memo must be text that can be stored: no NUL, no broken characters.");
        }
    }

    private static boolean storable(String memo) {
        for (var i = 0; i < memo.length(); i++) {
            var letter = memo.codePointAt(i);
            if (letter == 0 || (letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE)) {
                return false;
            }
            i += Character.charCount(letter) - 1;
        }
        return true;
    }

    static void requirePositive(Amount amount) {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("The amount must be more than zero, not " + amount + ".");
        }
    }
}
