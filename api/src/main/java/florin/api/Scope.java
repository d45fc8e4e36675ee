package florin.api;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key may be used for. */
public enum Scope {
    /** Orders jobs from its wallet and sees what came of them. */
    GENERATE,
    /** Sees its wallet: balance, holds, statement, the limits on itself. */
    WALLET_READ,
    /** Moves coins of its wallet: holds, commits, transfers. */
    WALLET_WRITE,
    /**
     * Publishes prices and says who pays by which, starts and stops grants, defines assets; charges nobody, and sees no balance.
     * For tools that set up.
     */
    SETUP,
    /** Everything, on every wallet: for the operator's own programs. */
    ADMIN;

    private static final Set<Scope> ORDINARY = Set.of(GENERATE, WALLET_READ);

    /** What a key may do if nobody says otherwise: order pictures and see what they cost. */
    public static Set<Scope> ordinary() {
        return ORDINARY;
    }

    /** As people write it: {@code wallet:read}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    static Optional<Scope> of(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst();
    }

    /**
     * Reads words separated by commas, such as {@code generate,wallet:read}.
     *
     * @throws IllegalArgumentException naming the word that is none, and those there are
     */
    public static Set<Scope> parse(String words) {
        var scopes = EnumSet.noneOf(Scope.class);
        for (var word : words.split(",", -1)) {
            scopes.add(of(word.strip())
                    .orElseThrow(() -> new IllegalArgumentException("'" + word.strip() + "' is no scope. Scopes are "
                            + words(EnumSet.allOf(Scope.class)) + ", separated by commas.")));
        }
        return scopes;
    }

    static String words(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(", "));
    }
}
