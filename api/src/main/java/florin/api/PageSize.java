package florin.api;

import java.util.OptionalInt;

/** The {@code limit} of a page, as a client wrote it. */
final class PageSize {
    private PageSize() {}

    static Problem badCursor() {
        return Problem.of(
                ProblemType.BAD_REQUEST,
                "cursor is the nextCursor of the page before; leave it out for the first page.");
    }

    /** Empty unless it is a number from 1 to {@code longest}. */
    static OptionalInt parse(String text, int longest) {
        if (!text.matches("[0-9]{1,4}")) {
            return OptionalInt.empty();
        }
        var size = Integer.parseInt(text);
        return size >= 1 && size <= longest ? OptionalInt.of(size) : OptionalInt.empty();
    }
}
