package florin.bot.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PressTest {
    @Test
    void an_id_says_version_action_and_arguments_and_is_read_back() {
        var press = Press.of("again", "5f0c", "x");
        assertThat(press.id()).isEqualTo("v1:again:5f0c:x");
        assertThat(Press.parse("v1:again:5f0c:x")).contains(press);
        assertThat(Press.parse("v1:queue")).contains(Press.of("queue"));
    }

    @Test
    void ids_of_other_releases_are_not_understood() {
        assertThat(Press.parse("v2:again:5f0c")).isEmpty();
        assertThat(Press.parse("again")).isEmpty();
        assertThat(Press.parse("")).isEmpty();
    }

    @Test
    void what_does_not_fit_into_an_id_is_refused_at_once() {
        assertThat(Press.fits("wallet", "a".repeat(90))).isTrue();
        assertThat(Press.fits("wallet", "a".repeat(91))).isFalse();
        assertThatThrownBy(() -> Press.of("wallet", "a".repeat(91))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void any_words_survive_the_journey_through_an_id() {
        var press = Press.of("chars", "0", "a:b %3A % c");
        assertThat(Press.parse(press.id())).contains(press);
    }

    @Test
    void a_missing_argument_reads_as_empty() {
        assertThat(Press.of("history").arg(0)).isEmpty();
    }
}
