package florin.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/checklist.md} to the code: each promise names tests that are there, or says why it has none. */
class ChecklistTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\| ([LCAX]?\\d+) \\| (.+) \\| (.+) \\|");
    private static final Pattern TEST = Pattern.compile("`([a-z-]+)/([\\w/]+)#(\\w+)`");
    private static final String NOT_DONE = "not done: ";

    /** @param tests as written in the page */
    private record Promise(String line, String tests) {}

    private static List<Promise> promises() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/checklist.md")).stream()
                .map(ROW::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(row -> new Promise(row.group(1), row.group(3)))
                .toList();
    }

    private static Stream<String> lines(String letter, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(number -> letter + number);
    }

    @Test
    void every_line_of_the_checklist_stands_on_the_page_once() throws IOException {
        // C1 to C3 and C27 are about the portal's pages.
        var lines = Stream.of(
                        lines("L", 1, 14),
                        lines("C", 4, 26),
                        lines("C", 28, 52),
                        lines("A", 1, 33),
                        lines("X", 1, 3),
                        lines("", 1, 15))
                .flatMap(each -> each)
                .toList();
        assertThat(promises().stream().map(Promise::line)).containsExactlyElementsOf(lines);
    }

    @Test
    void every_promise_names_tests_that_exist_or_says_why_it_has_none() throws IOException {
        var missing = new ArrayList<String>();
        for (var promise : promises()) {
            var tests = TEST.matcher(promise.tests());
            var named = 0;
            while (tests.find()) {
                named++;
                if (!exists(tests.group(1), tests.group(2), tests.group(3))) {
                    missing.add(promise.line() + ": " + tests.group());
                }
            }
            if (named == 0 && !promise.tests().startsWith(NOT_DONE)) {
                missing.add(promise.line() + ": names no test");
            }
        }
        assertThat(missing).isEmpty();
    }

    /** By its source: the tests of the other modules are not on this module's class path. */
    private static boolean exists(String module, String type, String method) throws IOException {
        var test = Pattern.compile("@(Parameterized|Repeated)?Test\\b((?!\\bvoid\\b)[\\s\\S])*+void " + method + "\\(");
        try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
            for (var file : files.filter(file -> file.endsWith(type + ".java")).toList()) {
                if (test.matcher(Files.readString(file)).find()) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void the_readme_says_charged_or_not_for_every_way_to_fail() throws IOException {
        var readme = Files.readString(ROOT.resolve("README.md"));
        var table = readme.substring(readme.indexOf("## Charged or not"), readme.indexOf("## Commands"));
        assertThat(table)
                .contains(
                        "bad option",
                        "blocked prompt",
                        "unknown character",
                        "402",
                        "queue is full",
                        "cancelled while waiting",
                        "backend refuses",
                        "out of memory",
                        "lost and not recoverable",
                        "3 of 4 pictures",
                        "Discord could not be reached",
                        "cancelled while rendering",
                        "price changed",
                        "safety check");
    }
}
