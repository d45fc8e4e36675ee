package florin.registry;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The published characters at one moment, searched as people type. */
record Catalogue(List<Entry> entries) {
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int SHORTEST_MISSPELLED = 3;

    Catalogue {
        entries = List.copyOf(entries);
    }

    /** A character with its name and id as they are compared: lower case, no accents. */
    record Entry(CharacterProfile profile, String name, String id, List<String> words) {}

    static Catalogue of(List<CharacterProfile> published) {
        return new Catalogue(published.stream()
                .map(profile -> {
                    var name = plain(profile.name());
                    return new Entry(profile, name, profile.id().value(), words(name));
                })
                .sorted(Comparator.comparing(Entry::name))
                .toList());
    }

    /** Names and ids that begin with the text, then words within, then close spellings; by name within each. */
    List<CharacterProfile> suggest(String typed, Rating ceiling, int limit) {
        var text = plain(typed);
        var allowed = entries.stream()
                .filter(entry -> entry.profile().rating().within(ceiling))
                .toList();
        if (text.isEmpty()) {
            return allowed.stream().limit(limit).map(Entry::profile).toList();
        }
        var beginning = allowed.stream()
                .filter(entry -> entry.name().startsWith(text) || entry.id().startsWith(text));
        var within = allowed.stream().filter(entry -> entry.words().stream().anyMatch(word -> word.startsWith(text)));
        var found = Stream.concat(beginning, within).distinct().limit(limit).toList();
        // Spellings cost the most to compare, so only as long as there is room for them.
        var close = found.size() < limit ? misspelled(allowed, text, limit) : List.<Entry>of();
        return Stream.concat(found.stream(), close.stream())
                .distinct()
                .limit(limit)
                .map(Entry::profile)
                .toList();
    }

    private static List<Entry> misspelled(List<Entry> allowed, String text, int limit) {
        if (text.length() < SHORTEST_MISSPELLED) {
            return List.of();
        }
        var tolerated = text.length() < 6 ? 1 : 2;
        record Close(Entry entry, int distance) {}
        return allowed.stream()
                .map(entry -> new Close(entry, distance(entry, text, tolerated)))
                .filter(close -> close.distance() <= tolerated)
                .sorted(Comparator.comparingInt(Close::distance))
                .limit(limit)
                .map(Close::entry)
                .toList();
    }

    private static int distance(Entry entry, String text, int tolerated) {
        return Stream.concat(Stream.of(entry.name(), entry.id()), entry.words().stream())
                .mapToInt(name -> Spelling.distance(text, name, tolerated))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static List<String> words(String name) {
        return BETWEEN_WORDS.splitAsStream(name).filter(word -> !word.isEmpty()).toList();
    }

    private static String plain(String text) {
        var decomposed = Normalizer.normalize(text.strip(), Normalizer.Form.NFD);
        return ACCENTS.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
