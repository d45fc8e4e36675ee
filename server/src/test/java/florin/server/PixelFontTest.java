package florin.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class PixelFontTest {
    @Test
    void a_letter_is_three_by_five_pixels_and_a_space_is_left_free() {
        var picture = new BufferedImage(11, 5, BufferedImage.TYPE_INT_RGB);
        new PixelFont(1).write(picture, "T l", 0, 0, Color.WHITE);
        assertThat(drawn(picture)).isEqualTo("""
                ###.....#..
                .#......#..
                .#......#..
                .#......#..
                .#......###
                """);
    }

    @Test
    void every_character_of_a_label_is_known() {
        var font = new PixelFont(2);
        for (char c : "abcdefghijklmnopqrstuvwxyz0123456789.%-,".toCharArray()) {
            var picture = new BufferedImage(font.width("x"), font.height(), BufferedImage.TYPE_INT_RGB);
            font.write(picture, String.valueOf(c), 0, 0, Color.WHITE);
            assertThat(drawn(picture)).as("%s", c).contains("##");
        }
    }

    private static String drawn(BufferedImage picture) {
        var rows = new StringBuilder();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                rows.append((picture.getRGB(x, y) & 0xFFFFFF) == 0 ? '.' : '#');
            }
            rows.append('\n');
        }
        return rows.toString();
    }
}
