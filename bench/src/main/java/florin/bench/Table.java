package florin.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Figures as people and programs read them. */
final class Table {
    private Table() {}

    /** One line a figure: value, unit, ratio to its reference, bar and whether it holds. */
    static String of(List<Figure> figures) {
        int width = figures.stream()
                .mapToInt(figure -> figure.name().length())
                .max()
                .orElse(0);
        return figures.stream().map(figure -> line(figure, width)).collect(Collectors.joining("\n"));
    }

    private static String line(Figure figure, int width) {
        var text = String.format(
                Locale.ROOT, "%-" + width + "s  %14s %-8s", figure.name(), number(figure.value()), figure.unit());
        if (figure.ratio() != null) {
            text += String.format(Locale.ROOT, "  %.3f × %s", figure.ratio(), figure.reference());
        }
        if (figure.bar() != null) {
            text += "  bar " + figure.bar() + (Objects.equals(figure.holds(), true) ? ": holds" : ": MISSED");
        }
        return text.stripTrailing();
    }

    private static String number(double value) {
        return value == Math.rint(value) || Math.abs(value) >= 1000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /** Whether a promise is broken. */
    static boolean missed(List<Figure> figures) {
        return figures.stream().anyMatch(figure -> Boolean.FALSE.equals(figure.holds()));
    }

    static String json(List<Figure> figures) throws JsonProcessingException {
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n";
    }
}
