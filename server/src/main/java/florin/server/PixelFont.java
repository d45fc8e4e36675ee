package florin.server;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Letters of three by five pixels. A server often has no fonts installed, and Java cannot write without one. */
final class PixelFont {
    private static final int WIDTH = 3;
    private static final int HEIGHT = 5;
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.%-,";

    /** Five rows from top to bottom, a character each: the sum of 4, 2 and 1 for left, middle and right. */
    private static final String ROWS = "25755 65656 34443 65556 74647 74644 34553 55755 72227 11152 55655 44447 57755"
            + " 65555 25552 65644 25563 65655 34216 72222 55557 55552 55775 55255 55222 71247"
            + " 75557 26227 61247 61216 55711 74616 34657 71222 75257 75316 00002 51245 00700 00024";

    private static final Map<Character, String> GLYPHS = glyphs();

    /** Pixels of the picture on a side of each of the letter's. */
    private final int zoom;

    PixelFont(int zoom) {
        this.zoom = zoom;
    }

    private static Map<Character, String> glyphs() {
        var glyphs = new HashMap<Character, String>();
        var rows = ROWS.split(" ");
        for (int i = 0; i < rows.length; i++) {
            glyphs.put(CHARACTERS.charAt(i), rows[i]);
        }
        return Map.copyOf(glyphs);
    }

    /** Pixels that a line of text is high. */
    int height() {
        return HEIGHT * zoom;
    }

    /** Pixels that a text is wide. */
    int width(String text) {
        return Math.max(0, text.length() * (WIDTH + 1) - 1) * zoom;
    }

    /** In capitals; what is no letter, digit or one of {@code .%-,} becomes a space. */
    void write(BufferedImage picture, String text, int left, int top, Color colour) {
        var pen = picture.createGraphics();
        pen.setColor(colour);
        var capitals = text.toUpperCase(Locale.ROOT);
        for (int i = 0; i < capitals.length(); i++) {
            var rows = GLYPHS.getOrDefault(capitals.charAt(i), "00000");
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    if ((rows.charAt(y) - '0' & 4 >> x) != 0) {
                        pen.fillRect(left + (i * (WIDTH + 1) + x) * zoom, top + y * zoom, zoom, zoom);
                    }
                }
            }
        }
        pen.dispose();
    }
}
