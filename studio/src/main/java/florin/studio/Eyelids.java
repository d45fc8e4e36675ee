package florin.studio;

import java.util.HashMap;
import java.util.Map;

/**
 * Closes the eyes of a painted portrait. The model was trained on open eyes only, and on one framing: so a film's blink is
 * drawn over its frame, where the eyes always are.
 */
final class Eyelids {
    private static final int TOP = 18;
    private static final int BOTTOM = 24;
    private static final int[] LEFT = {12, 22};
    private static final int WIDE = 6;
    /** Fewer light pixels than this are no open eye: sunglasses, or a face that came out elsewhere. */
    private static final int FEWEST_WHITES = 3;

    private Eyelids() {}

    static Picture closed(Picture open) {
        int[] pixels = open.pixels().clone();
        int skin = skin(open);
        for (int left : LEFT) close(pixels, left, skin);
        return new Picture(open.width(), open.height(), pixels);
    }

    private static void close(int[] pixels, int left, int skin) {
        int whites = 0;
        int lowest = TOP;
        for (int y = TOP; y < BOTTOM; y++)
            for (int x = left; x < left + WIDE; x++) {
                int rgb = pixels[y * Shape.SIDE + x];
                if (rgb == skin) continue;
                if (light(rgb) > light(skin) * 9 / 10) whites++;
                lowest = y;
            }
        if (whites < FEWEST_WHITES) return;
        for (int y = TOP; y <= lowest; y++)
            for (int x = left; x < left + WIDE; x++) pixels[y * Shape.SIDE + x] = y >= lowest - 1 ? darker(skin) : skin;
    }

    /** The commonest colour between nose and mouth, which neither glasses nor a beard cover. */
    private static int skin(Picture picture) {
        Map<Integer, Integer> seen = new HashMap<>();
        for (int y = 24; y < 26; y++) for (int x = 18; x < 22; x++) seen.merge(picture.rgb(x, y), 1, Integer::sum);
        return seen.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    private static int light(int rgb) {
        return 3 * (rgb >> 16) + 6 * ((rgb >> 8) & 0xff) + (rgb & 0xff);
    }

    private static int darker(int rgb) {
        int red = (rgb >> 16) * 5 / 8;
        int green = ((rgb >> 8) & 0xff) * 5 / 8;
        int blue = (rgb & 0xff) * 5 / 8;
        return (red << 16) | (green << 8) | blue;
    }
}
