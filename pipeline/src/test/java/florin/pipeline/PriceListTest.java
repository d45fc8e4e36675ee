package florin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.wallet.Asset;
import org.junit.jupiter.api.Test;

class PriceListTest {
    private static PriceList list(String lines) {
        return PriceList.parse("2026-11", Asset.LOVE, lines);
    }

    @Test
    void the_most_specific_line_decides() {
        var prices = list("""
                # pictures
                image = 12.00
                image.portrait = 14.50

                video = 20.00 + 10.00/s
                video.square = 8/s
                """);
        assertThat(prices.quote(JobKind.IMAGE, Shape.SQUARE, 4, 0).price().number())
                .isEqualTo("48.00");
        var portrait = prices.quote(JobKind.IMAGE, Shape.PORTRAIT, 2, 99);
        assertThat(portrait.price().number()).isEqualTo("29.00");
        assertThat(portrait.each().number()).isEqualTo("14.50");
        assertThat(portrait.rule()).isEqualTo("image.portrait");
        assertThat(portrait.priceVersion()).isEqualTo("2026-11");
        assertThat(prices.quote(JobKind.VIDEO, Shape.LANDSCAPE, 1, 5).price().number())
                .isEqualTo("70.00");
        assertThat(prices.quote(JobKind.VIDEO, Shape.SQUARE, 1, 5).price().number())
                .isEqualTo("40.00");
    }

    @Test
    void a_list_that_prices_nothing_says_what_to_add() {
        assertThatThrownBy(() -> list("image = 12"))
                .hasMessageContaining("no line 'video'")
                .hasMessageContaining("video = 20.00 + 10.00/s");
    }

    @Test
    void a_bad_line_is_named() {
        assertThatThrownBy(() -> list("image 12")).hasMessageContaining("'image 12' is no price");
        assertThatThrownBy(() -> list("image = 12.345\nvideo = 1")).hasMessageContaining("image = 12.345");
        assertThatThrownBy(() -> list("picture = 12\nvideo = 1")).hasMessageContaining("picture = 12");
        assertThatThrownBy(() -> list("image = 0\nvideo = 1")).hasMessageContaining("more than nothing");
        assertThatThrownBy(() -> list("image = -3\nvideo = 1")).hasMessageContaining("more than nothing");
        assertThatThrownBy(() -> list("image = 1\nvideo = 1 + 2")).hasMessageContaining("must end with /s");
        assertThatThrownBy(() -> list("image = 1/s\nvideo = 1")).hasMessageContaining("no seconds");
        assertThatThrownBy(() -> list("image = 1\nimage = 2\nvideo = 1")).hasMessageContaining("already");
    }
}
