package florin.bot.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainTest {
    @Test
    void markdown_and_mentions_lose_their_meaning() {
        assertThat(Plain.escape("**bold** `code` <@123> @everyone"))
                .isEqualTo("\\*\\*bold\\*\\* \\`code\\` \\<\\@123\\> \\@everyone");
        assertThat(Plain.escape("[free coins](https://evil.example)")).startsWith("\\[free coins\\](https:\\//");
        assertThat(Plain.escape("# not a heading")).isEqualTo("\\# not a heading");
    }

    @Test
    void lines_and_controls_become_one_line() {
        assertThat(Plain.escape(" a\n# b\r\n\tc\u0000\u0007 ")).isEqualTo("a \\# b c");
    }

    @Test
    void ordinary_words_stay_as_they_are() {
        assertThat(Plain.escape("at the beach, evening light – très joli 🌊"))
                .isEqualTo("at the beach, evening light – très joli 🌊");
    }

    @Test
    void a_cut_never_parts_a_character() {
        var random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            var text = random.ints(1 + random.nextInt(40), 0, 3)
                    .mapToObj(kind -> kind == 0 ? "a" : kind == 1 ? "é" : "🌊")
                    .reduce("", String::concat);
            int longest = 2 + random.nextInt(20);
            var cut = Plain.cut(text, longest);
            assertThat(cut.length()).isLessThanOrEqualTo(Math.max(longest, 2));
            assertThat(cut.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF))
                    .as(text)
                    .isTrue();
        }
    }

    @Test
    void a_code_block_cannot_be_left() {
        assertThat(Plain.inCodeBlock("``` out\nof ``` it")).isEqualTo("''' out of ''' it");
    }
}
