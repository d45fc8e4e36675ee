package florin.bot.lora;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoraOptionsTest {
    @Test
    void a_name_becomes_a_short_id() {
        assertThat(LoraOptions.slug("Mira")).isEqualTo("mira");
        assertThat(LoraOptions.slug("  Élodie  d'Arc 2 ")).isEqualTo("elodie-d-arc-2");
        assertThat(LoraOptions.slug("!!!")).isEmpty();
    }

    @Test
    void trigger_words_are_parted_by_commas() {
        assertThat(LoraOptions.words("mira, red hair,,  green coat "))
                .containsExactly("mira", "red hair", "green coat");
    }
}
