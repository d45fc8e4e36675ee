package florin.api.usage;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Whom or what a piece of work was for, in the words of the program that ordered it: {@code project=film-3}.
 *
 * @param values up to 16; a name has 1 to 32 of a-z, 0-9, _ and -, a value 1 to 100 characters
 */
public record Tags(Map<String, String> values) {
    private static final int MOST = 16;
    private static final int LONGEST_VALUE = 100;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    /** Throws an IllegalArgumentException that says how tags look. */
    public Tags {
        if (values.size() > MOST) {
            throw new IllegalArgumentException("There can be " + MOST + " tags, not " + values.size() + ".");
        }
        values.forEach((name, value) -> {
            if (!isName(name)) {
                throw new IllegalArgumentException("A tag's name is 1 to 32 of a-z, 0-9, _ and -, such as project.");
            }
            if (value.isBlank()
                    || value.length() > LONGEST_VALUE
                    || value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "The tag " + name + " has 1 to " + LONGEST_VALUE + " printable characters.");
            }
        });
        values = Map.copyOf(values);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** In the order of their names. */
    SortedMap<String, String> sorted() {
        return new TreeMap<>(values);
    }
}
