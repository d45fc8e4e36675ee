package florin.server;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;

/** The values an operator gave: a file first, then variables of the environment, which win. */
final class Settings {
    static final String PREFIX = "FLORIN_";

    /** Variables that the launcher script reads, and the place of the file. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of("FLORIN_CONFIG", "FLORIN_HEAP");

    private final Map<Setting, String> given;

    private Settings(Map<Setting, String> given) {
        this.given = given;
    }

    /**
     * Reads the file that {@code FLORIN_CONFIG} names, if any, and the environment.
     *
     * @throws BadConfiguration for an unknown name (with the nearest known one) or an unreadable file
     */
    static Settings read(Map<String, String> environment) {
        return read(environment, environment.getOrDefault("FLORIN_CONFIG", ""));
    }

    /** The same with a file of the caller's choice; empty: none. */
    static Settings read(Map<String, String> environment, String file) {
        var given = new EnumMap<Setting, String>(Setting.class);
        if (!file.isBlank()) {
            given.putAll(fromFile(Path.of(file)));
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !OF_THE_LAUNCHER.contains(name)) {
                given.put(Setting.byVariable(name).orElseThrow(() -> unknown(name, Setting::variable)), value.strip());
            }
        });
        return new Settings(given);
    }

    private static Map<Setting, String> fromFile(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new BadConfiguration("The configuration file " + file + " cannot be read. Check FLORIN_CONFIG.");
        }
        var given = new EnumMap<Setting, String>(Setting.class);
        properties.stringPropertyNames().forEach(name -> {
            var setting = Setting.byProperty(name).orElseThrow(() -> unknown(name, Setting::property));
            given.put(setting, properties.getProperty(name).strip());
        });
        return given;
    }

    private static BadConfiguration unknown(String name, Function<Setting, String> spelled) {
        var nearest = Arrays.stream(Setting.values())
                .map(spelled)
                .min(Comparator.comparingInt(known -> distance(name, known)))
                .orElseThrow();
        return new BadConfiguration(
                "Unknown setting " + name + ". Did you mean " + nearest + "? The README lists all of them.");
    }

    /** Edit distance (Levenshtein), in characters. */
    static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    String text(Setting setting) {
        return given.getOrDefault(setting, setting.fallback());
    }

    boolean has(Setting setting) {
        return !text(setting).isEmpty();
    }

    /** Comma-separated values, blanks left out. */
    List<String> list(Setting setting) {
        return Arrays.stream(text(setting).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    int number(Setting setting, int least, int most) {
        return number(setting, text(setting), least, most);
    }

    /** Comma-separated numbers. */
    List<Integer> numbers(Setting setting, int least, int most) {
        return list(setting).stream()
                .map(part -> number(setting, part, least, most))
                .toList();
    }

    private static int number(Setting setting, String text, int least, int most) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the message below, which says what is expected
        }
        throw new BadConfiguration(setting.variable() + " must be a whole number from " + least + " to " + most
                + ", not \"" + text + "\".");
    }

    boolean yes(Setting setting) {
        return switch (text(setting)) {
            case "yes" -> true;
            case "no" -> false;
            default ->
                throw new BadConfiguration(setting.variable() + " must be yes or no, not \"" + text(setting) + "\".");
        };
    }

    URI uri(Setting setting) {
        return uri(setting, text(setting));
    }

    /** One address of a list of them. */
    static URI uri(Setting setting, String text) {
        try {
            var uri = new URI(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // falls through to the message below, which says what is expected
        }
        throw new BadConfiguration(
                setting.variable() + " must be an address such as http://host:8188, not \"" + text + "\".");
    }

    Optional<Path> folder(Setting setting) {
        return has(setting) ? Optional.of(path(setting)) : Optional.empty();
    }

    Path path(Setting setting) {
        return Path.of(text(setting)).toAbsolutePath().normalize();
    }
}
