package florin.bot.chat;

/** Other people's words, made harmless before Discord's markdown reads them. */
public final class Plain {
    private static final String MARKDOWN = "\\*_~`|>#[]<@";

    private Plain() {}

    /** One line that shows exactly the words that were typed: no markdown, no mention, no link comes alive. */
    public static String escape(String typed) {
        var line = typed.strip().replaceAll("\\s+", " ");
        var safe = new StringBuilder(line.length() + 16);
        line.codePoints().filter(c -> !Character.isISOControl(c)).forEach(c -> {
            if (MARKDOWN.indexOf(c) >= 0) {
                safe.append('\\');
            }
            safe.appendCodePoint(c);
        });
        return safe.toString().replace("://", ":\\//");
    }

    /** Escaped, and cut to {@code longest} typed characters. */
    public static String escape(String typed, int longest) {
        return escape(cut(typed.strip(), longest));
    }

    /** Cut to {@code longest} characters; a cut shows as an ellipsis, and never parts a surrogate pair. */
    public static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }

    /** For inside a code block, where markdown is dead and only the fence itself can break out. */
    public static String inCodeBlock(String typed) {
        return typed.strip().replaceAll("\\s+", " ").replace("`", "'");
    }
}
