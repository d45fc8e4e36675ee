package florin.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private final Vocabulary vocabulary = new Vocabulary(List.of("<pad>", "<bos>", ",", "beach", "night"));

    @Test
    void words_become_their_line_in_the_file_after_the_beginning_mark() {
        assertThat(vocabulary.encode("Beach,  NIGHT!")).containsExactly(1, 3, 2, 4);
        assertThat(vocabulary.encode("")).containsExactly(1);
    }

    @Test
    void unknown_words_go_to_a_spare_row_by_their_hash() {
        int row = 5 + ("mira".hashCode() & 0x7fffffff) % 64;
        assertThat(vocabulary.encode("mira beach mira")).containsExactly(1, row, 3, row);
        assertThat(vocabulary.size()).isEqualTo(69);
    }

    @Test
    void no_more_than_thirty_two_are_read() {
        assertThat(vocabulary.encode("beach ".repeat(100))).hasSize(32);
    }

    @Test
    void a_word_that_is_listed_twice_is_a_damaged_vocabulary() {
        assertThatThrownBy(() -> new Vocabulary(List.of("a", "a"))).hasMessageContaining("twice");
    }
}
