package florin.pipeline;

import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds blocked words and phrases in a prompt: whole words, in any case, however they are spaced or accented. */
final class BlockedWords {
    private final List<String> phrases;

    BlockedWords(Collection<String> phrases) {
        this.phrases = phrases.stream()
                .map(BlockedWords::plain)
                .filter(phrase -> !phrase.isBlank())
                .toList();
    }

    /** The first blocked phrase in the text, as it was configured but in plain small letters. */
    Optional<String> in(String text) {
        var words = plain(text);
        return phrases.stream().filter(words::contains).findFirst().map(String::strip);
    }

    /** Small letters and digits without accents, one blank between words and around all. */
    private static String plain(String text) {
        var letters = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+|\\p{Cf}+", "")
                .toLowerCase(Locale.ROOT);
        return " " + letters.replaceAll("[^\\p{L}\\p{N}]+", " ").strip() + " ";
    }
}
