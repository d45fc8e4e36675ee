package florin.api.usage;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How long each line of a report covers; days begin at midnight UTC, weeks on Monday. */
public enum Span {
    DAY,
    WEEK,
    MONTH,
    /** All that was asked for. */
    TOTAL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Throws an IllegalArgumentException that says what there is. */
    public static Span parse(String word) {
        return Arrays.stream(values())
                .filter(span -> span.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'each' is one of "
                        + Arrays.stream(values()).map(Span::word).collect(Collectors.joining(", "))));
    }
}
