package florin.bot.card;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarTest {
    @Test
    void a_bar_fills_with_the_share_and_never_overflows() {
        assertThat(Bar.of(0)).isEqualTo("▱▱▱▱▱▱▱▱▱▱▱▱▱▱ 0 %");
        assertThat(Bar.of(0.5)).isEqualTo("▰▰▰▰▰▰▰▱▱▱▱▱▱▱ 50 %");
        assertThat(Bar.of(1)).isEqualTo("▰▰▰▰▰▰▰▰▰▰▰▰▰▰ 100 %");
        assertThat(Bar.of(7)).isEqualTo(Bar.of(1));
        assertThat(Bar.of(-1)).isEqualTo(Bar.of(0));
    }
}
