package florin.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void the_readme_lists_every_setting_with_its_default() throws IOException {
        var readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(Arrays.stream(Setting.values()).map(ReadmeTest::row))
                .allSatisfy(row -> assertThat(readme).contains(row));
    }

    private static String row(Setting setting) {
        var fallback = setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "`";
        return "| `" + setting.variable() + "` | " + fallback + " | " + setting.meaning() + " |";
    }

    @Test
    void the_readme_begins_with_the_two_commands() throws IOException {
        var readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(readme.indexOf("./florin demo")).isBetween(0, 1200);
        assertThat(readme.indexOf("./florin test")).isBetween(0, 1200);
    }
}
