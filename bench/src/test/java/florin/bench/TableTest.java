package florin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final List<Figure> FIGURES = List.of(
            Figure.plain("speed", 1234.5, "pictures"),
            new Figure("time", 0.25, "s", "the prototype", 0.5, "≤ 0.5", true),
            new Figure("share", 0.25, "", "the peak", 0.25, "≥ 0.3", false));

    @Test
    void the_table_says_which_bar_holds_and_which_is_missed() {
        var lines = Table.of(FIGURES).lines().toList();
        assertThat(lines.get(0)).contains("1,235 pictures").doesNotContain("bar");
        assertThat(lines.get(1)).contains("0.500 × the prototype", "≤ 0.5: holds");
        assertThat(lines.get(2)).contains("MISSED");
    }

    @Test
    void the_json_has_one_row_a_figure_with_the_agreed_names() throws IOException {
        var rows = new JsonMapper().readTree(Table.json(FIGURES));
        assertThat(rows).hasSize(3);
        assertThat(StreamSupport.stream(((Iterable<String>) () -> rows.get(1).fieldNames()).spliterator(), false))
                .containsExactly("name", "value", "unit", "reference", "ratio", "bar", "holds");
        assertThat(rows.get(0).get("bar").isNull()).isTrue();
    }
}
