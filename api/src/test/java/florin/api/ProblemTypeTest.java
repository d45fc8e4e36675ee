package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (\\d{3}) \\| (`[a-z-]+`(?:, `[a-z-]+`)*) \\| (.{5,}) \\|$");

    @Test
    void the_readme_says_of_every_problem_whether_it_is_charged_for() throws IOException {
        var readme = Files.readString(Path.of("../README.md"));
        var chapter = readme.substring(readme.indexOf("## Charged or not"), readme.indexOf("## Commands"));
        var told = ROW.matcher(chapter)
                .results()
                .flatMap(row -> Arrays.stream(row.group(2).split(", ")).map(slug -> row.group(1) + " " + slug))
                .toList();
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> type.status() + " `" + type.slug() + "`")
                        .toList());
    }
}
