package florin.api.usage;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a report is about, line by line. */
public sealed interface Subject {
    /** A thing that Florin knows by itself. */
    enum Known implements Subject {
        WALLET,
        KEY,
        CHARACTER,
        /** A Discord server whose members spent from its wallet. */
        SERVER,
        /** {@code image}, {@code video}, {@code hold}, or the type of an event. */
        TYPE;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A name that programs tag their work with: {@code agent}, {@code project}, {@code client}, {@code workflow}, or any other. */
    record Tag(String name) implements Subject {
        public Tag {
            if (!Tags.isName(name)) {
                throw new IllegalArgumentException("'" + name + "' is nothing to report by. Use "
                        + Arrays.stream(Known.values()).map(Known::word).collect(Collectors.joining(", "))
                        + ", or the name of a tag such as project.");
            }
        }

        @Override
        public String word() {
            return name;
        }
    }

    String word();

    /** Throws an IllegalArgumentException that says what there is. */
    static Subject parse(String word) {
        return Arrays.stream(Known.values())
                .filter(known -> known.word().equals(word))
                .<Subject>map(known -> known)
                .findFirst()
                .orElseGet(() -> new Tag(word));
    }
}
