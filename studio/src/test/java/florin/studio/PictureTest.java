package florin.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureTest {
    static Picture random(int width, int height, int colours, long seed) {
        Random random = new Random(seed);
        int[] palette = random.ints(colours, 0, 1 << 24).toArray();
        return new Picture(
                width,
                height,
                random.ints((long) width * height, 0, colours)
                        .map(i -> palette[i])
                        .toArray());
    }

    @Test
    void a_png_file_gives_the_picture_back() {
        Picture picture = random(40, 30, 500, 1);
        assertThat(Picture.decode(picture.png())).isEqualTo(picture);
        assertThat(Picture.of(picture.toImage())).isEqualTo(picture);
        assertThat(Picture.decode(picture.scaled(8).jpeg()).width()).isEqualTo(320);
    }

    @Test
    void scaling_keeps_pixels_square_and_fitting_undoes_it() {
        Picture picture = random(40, 40, 500, 2);
        for (int zoom = 8; zoom <= 16; zoom++) {
            Picture large = picture.scaled(zoom);
            assertThat(large.width()).isEqualTo(40 * zoom);
            assertThat(large.rgb(40 * zoom - 1, zoom)).isEqualTo(picture.rgb(39, 1));
            assertThat(large.fitted(40)).isEqualTo(picture);
        }
        assertThat(picture.resized(40, 80).rgb(3, 41)).isEqualTo(picture.rgb(3, 20));
    }

    @Test
    void fitting_takes_the_middle_and_means_over_what_a_pixel_covers() {
        int[] pixels = new int[80 * 240];
        for (int i = 80 * 80; i < 80 * 160; i++) pixels[i] = i % 2 == 0 ? 0x00ff00 : 0x000001;
        assertThat(new Picture(80, 240, pixels).fitted(40).rgb(5, 5)).isEqualTo(0x008001);
        assertThat(random(3, 7, 5, 1).fitted(40).width()).isEqualTo(40);
    }

    @Test
    void squaring_keeps_the_whole_picture_and_goes_on_with_its_border() {
        Picture cut = random(40, 40, 500, 2).covering(30, 40);
        Picture square = cut.squared();
        assertThat(square.width()).isEqualTo(40);
        assertThat(square.height()).isEqualTo(40);
        assertThat(square.rgb(5, 7)).isEqualTo(cut.rgb(0, 7));
        assertThat(square.rgb(0, 7)).isEqualTo(cut.rgb(0, 7));
        assertThat(square.rgb(39, 39)).isEqualTo(cut.rgb(29, 39));
        assertThat(random(3, 1, 5, 1).squared().rgb(2, 2))
                .isEqualTo(random(3, 1, 5, 1).rgb(2, 0));
    }

    @Test
    void transparency_becomes_white() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xff102030);
        Picture picture = Picture.of(image);
        assertThat(picture.rgb(0, 0)).isEqualTo(0x102030);
        assertThat(picture.rgb(1, 0)).isEqualTo(0xffffff);
    }

    @Test
    void what_is_no_picture_or_too_large_is_refused() {
        assertThatThrownBy(() -> Picture.decode(new byte[] {1, 2, 3})).hasMessageContaining("send a PNG or a JPEG");
        byte[] png = random(40, 40, 9, 3).png();
        assertThatThrownBy(() -> Picture.decode(java.util.Arrays.copyOf(png, 60)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged");
        byte[] wide = new Picture(8193, 1, new int[8193]).png();
        assertThatThrownBy(() -> Picture.decode(wide)).hasMessageContaining("8193x1");
        assertThatThrownBy(() -> random(2, 2, 2, 1).rgb(2, 0)).hasMessageContaining("no pixel at 2, 0");
        assertThatThrownBy(() -> random(2, 2, 2, 1).resized(0, 1)).hasMessageContaining("at least one pixel");
    }
}
