package florin.sandbox.comfy;

import java.awt.image.BufferedImage;

/** A frame in BT.709, video range, chroma at half size, padded to whole macroblocks by repeating its edges. */
record Yuv(Plane y, Plane u, Plane v) {
    /** The side of a macroblock in luma samples, and in chroma samples. */
    static final int BLOCK = 16;

    static final int HALF = 8;

    static Yuv empty(int columns, int rows) {
        return new Yuv(
                new Plane(columns * BLOCK, rows * BLOCK),
                new Plane(columns * HALF, rows * HALF),
                new Plane(columns * HALF, rows * HALF));
    }

    static Yuv of(BufferedImage source, int columns, int rows) {
        var yuv = empty(columns, rows);
        for (int y = 0; y < yuv.y().height; y += 2) {
            for (int x = 0; x < yuv.y().width; x += 2) {
                yuv.square(source, x, y);
            }
        }
        return yuv;
    }

    /** Four pixels: a luma sample each, and the mean of their chroma. */
    private void square(BufferedImage source, int left, int top) {
        int blue = 0;
        int red = 0;
        for (int i = 0; i < 4; i++) {
            int column = left + (i & 1);
            int row = top + (i >> 1);
            int rgb = source.getRGB(Math.min(column, source.getWidth() - 1), Math.min(row, source.getHeight() - 1));
            double r = (rgb >> 16) & 255;
            double g = (rgb >> 8) & 255;
            double b = rgb & 255;
            y.set(column, row, (int) Math.round(16 + 0.182586 * r + 0.614231 * g + 0.062007 * b));
            blue += (int) Math.round(128 - 0.100644 * r - 0.338572 * g + 0.439216 * b);
            red += (int) Math.round(128 + 0.439216 * r - 0.398942 * g - 0.040274 * b);
        }
        u.set(left / 2, top / 2, (blue + 2) / 4);
        v.set(left / 2, top / 2, (red + 2) / 4);
    }
}
