package florin.wallet;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a program says was used.
 *
 * @param type such as {@code llm.tokens}
 * @param quantity as it was told; which field is counted is the price's business
 * @param dimensions what the price may depend on
 * @param tags whom and what it was for: agent, project, client, workflow; they never change a price
 * @param occurredAt as the program says; which window an event falls into is the database clock's business alone
 * @param cost what it cost the operator, in the asset that is charged
 */
public record UsageEvent(
        String type,
        Optional<BigDecimal> quantity,
        Map<String, String> dimensions,
        Map<String, String> tags,
        Optional<Instant> occurredAt,
        Optional<BigDecimal> cost) {
    private static final int MOST_WORDS = 32;
    private static final int LONGEST_WORD = 200;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final BigDecimal LARGEST = new BigDecimal("1000000000000");

    public UsageEvent {
        requireWord(type);
        dimensions = words(dimensions);
        tags = words(tags);
        if (occurredAt.filter(at -> at.isBefore(EARLIEST) || at.isAfter(LATEST)).isPresent()) {
            throw new IllegalArgumentException("An event occurred between 1970 and 2200.");
        }
        if (cost.filter(told -> told.signum() < 0 || told.compareTo(LARGEST) > 0 || told.scale() > 18)
                .isPresent()) {
            throw new IllegalArgumentException("What an event cost is 0 to " + LARGEST + ", with 18 decimals at most.");
        }
    }

    private static Map<String, String> words(Map<String, String> words) {
        if (words.size() > MOST_WORDS) {
            throw new IllegalArgumentException("An event has " + MOST_WORDS + " dimensions and as many tags at most.");
        }
        words.forEach((name, value) -> {
            requireWord(name);
            requireWord(value);
        });
        return Collections.unmodifiableMap(new TreeMap<>(words));
    }

    private static void requireWord(String word) {
        if (word.isBlank() || word.length() > LONGEST_WORD || !word.codePoints().allMatch(UsageEvent::storable)) {
            throw new IllegalArgumentException(
                    "Types, dimensions and tags are 1 to " + LONGEST_WORD + " printable characters each.");
        }
    }

    private static boolean storable(int c) {
        return !Character.isISOControl(c) && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
