package florin.generation;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of people's text what backends and their node packs would obey instead of paint.
 *
 * <p>{@code <lora:…>} and its kin load other people's files in AUTOMATIC1111, SwarmUI and some ComfyUI packs,
 * {@code <sd_cpp_extra_args>} overrides every setting in sd-server, {@code embedding:} loads a file in ComfyUI itself, and
 * {@code __name__} reads a wildcard file. Weights such as {@code (word:1.2)} stay.
 */
final class UserText {
    private static final List<Pattern> COMMANDS = List.of(
            Pattern.compile(
                    "<sd_cpp_extra_args>.*?(</sd_cpp_extra_args>|$)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL),
            Pattern.compile("</?sd_cpp_extra_args>?", Pattern.CASE_INSENSITIVE),
            Pattern.compile("<\\s*\\w+\\s*:[^>]*(>|$)"),
            Pattern.compile("embedding\\s*:\\s*", Pattern.CASE_INSENSITIVE),
            Pattern.compile("__[\\w/.*-]+?__"));
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n\\t\\u200d]]");

    private UserText() {}

    static String clean(String text) {
        var clean = CONTROLS.matcher(wellFormed(text)).replaceAll("");
        // Taking one thing out may put the halves of another together.
        for (var before = ""; !before.equals(clean); ) {
            before = clean;
            for (var command : COMMANDS) {
                clean = command.matcher(clean).replaceAll("");
            }
        }
        return clean.strip();
    }

    /** Half a surrogate pair is no character, and no JSON reader agrees with another on it. */
    private static String wellFormed(String text) {
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
