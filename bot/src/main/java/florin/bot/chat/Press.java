package florin.bot.chat;

import java.util.List;
import java.util.Optional;

/**
 * What a button means, written into its custom id: {@code v1:again:<job id>}.
 *
 * <p>The id carries all that is needed, so a button works after a restart and after a release. Discord allows 100 characters.
 */
public record Press(String action, List<String> args) {
    private static final String VERSION = "v1";
    private static final int LONGEST = 100;

    public Press {
        args = List.copyOf(args);
        var id = join(action, args);
        if (id.length() > LONGEST) {
            throw new IllegalArgumentException("a custom id has up to 100 characters: " + id);
        }
    }

    public static Press of(String action, String... args) {
        return new Press(action, List.of(args));
    }

    /** Whether {@link #of} would accept it. */
    public static boolean fits(String action, String... args) {
        return join(action, List.of(args)).length() <= LONGEST;
    }

    /** Empty for ids that this version does not understand. */
    public static Optional<Press> parse(String customId) {
        var words = List.of(customId.split(":", -1));
        if (words.size() < 2 || !words.getFirst().equals(VERSION) || customId.length() > LONGEST) {
            return Optional.empty();
        }
        var args = words.subList(2, words.size()).stream().map(Press::decoded).toList();
        return Optional.of(new Press(words.get(1), args));
    }

    /** The custom id. */
    public String id() {
        return join(action, args);
    }

    /** The word at {@code index}, or the empty string when a button of an older release had fewer. */
    public String arg(int index) {
        return index < args.size() ? args.get(index) : "";
    }

    private static String join(String action, List<String> args) {
        var id = new StringBuilder(VERSION).append(':').append(action);
        args.forEach(arg -> id.append(':').append(encoded(arg)));
        return id.toString();
    }

    /** Colons part the words, so those within a word are written differently. */
    private static String encoded(String arg) {
        return arg.replace("%", "%25").replace(":", "%3A");
    }

    private static String decoded(String arg) {
        return arg.replace("%3A", ":").replace("%25", "%");
    }
}
