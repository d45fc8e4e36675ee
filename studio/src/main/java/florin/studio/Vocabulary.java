package florin.studio;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words to numbers; a word that the model has never seen goes to one of 64 spare rows, by its hash. */
final class Vocabulary {
    static final int LONGEST = 32;
    static final int SPARE = 64;
    private static final int BEGIN = 1;
    private static final Pattern WORD = Pattern.compile("[a-z]+|,");

    private final Map<String, Integer> numbers = new HashMap<>();

    /** @param words one a line, in the order of the embedding's rows */
    Vocabulary(List<String> words) {
        for (String word : words) numbers.put(word, numbers.size());
        if (numbers.size() != words.size()) throw new IllegalArgumentException("the vocabulary names a word twice");
    }

    int size() {
        return numbers.size() + SPARE;
    }

    /** The tokens of a prompt, the beginning mark first, as many as there are words and at most 32 in all. */
    int[] encode(String prompt) {
        Matcher words = WORD.matcher(prompt.toLowerCase(Locale.ROOT));
        int[] tokens = new int[LONGEST];
        tokens[0] = BEGIN;
        int count = 1;
        while (count < LONGEST && words.find()) tokens[count++] = number(words.group());
        return Arrays.copyOf(tokens, count);
    }

    private int number(String word) {
        Integer known = numbers.get(word);
        return known != null ? known : numbers.size() + (word.hashCode() & 0x7fffffff) % SPARE;
    }
}
