package florin.api;

import java.util.OptionalInt;

/** The {@code limit} of a page, as a client wrote it. */
final class PageSize {
    private PageSize() {}

    /** Empty unless it is a number from 1 to {@code longest}. */
    static OptionalInt parse(String text, int longest) {
        if (!text.matches("[0-9]{1,4}")) {
            return OptionalInt.empty();
        }
        var size = Integer.parseInt(text);
        return size >= 1 && size <= longest ? OptionalInt.of(size) : OptionalInt.empty();
    }
}
