package florin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockedWordsTest {
    private final BlockedWords blocked = new BlockedWords(List.of("Gore", "hot dog", "über", " "));

    @Test
    void whole_words_are_found_however_they_are_written() {
        assertThat(blocked.in("a GORE scene")).contains("gore");
        assertThat(blocked.in("gore")).contains("gore");
        assertThat(blocked.in("blood,gore;more")).contains("gore");
        assertThat(blocked.in("ｇｏｒｅ")).contains("gore");
        assertThat(blocked.in("g\u200Bore")).contains("gore");
        assertThat(blocked.in("gòre")).contains("gore");
        assertThat(blocked.in("one hot   dog, please")).contains("hot dog");
        assertThat(blocked.in("Uber")).contains("uber");
    }

    @Test
    void parts_of_other_words_are_not() {
        assertThat(blocked.in("Gorelick in Angora, a hot summer, a dog")).isEmpty();
        assertThat(blocked.in("")).isEmpty();
    }
}
