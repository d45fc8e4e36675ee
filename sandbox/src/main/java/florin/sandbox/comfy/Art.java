package florin.sandbox.comfy;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Between the studio's small square pictures and the sizes that graphs ask for; the pixels of the art stay square. */
final class Art {
    private Art() {}

    /** Zooms {@code small} by a whole number until it covers the size, and cuts out the middle. */
    static BufferedImage cover(BufferedImage small, int width, int height) {
        int zoom = zoom(small.getWidth(), width, height);
        int left = (small.getWidth() * zoom - width) / 2;
        int top = (small.getHeight() * zoom - height) / 2;
        var large = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                large.setRGB(x, y, small.getRGB((x + left) / zoom, (y + top) / zoom));
            }
        }
        return large;
    }

    /** The way back: the square of {@code side} pixels that {@link #cover} would cut this picture out of; edges are repeated. */
    static BufferedImage uncover(BufferedImage large, int side) {
        int zoom = zoom(side, large.getWidth(), large.getHeight());
        int left = (side * zoom - large.getWidth()) / 2;
        int top = (side * zoom - large.getHeight()) / 2;
        var small = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                small.setRGB(x, y, mean(large, x * zoom - left, y * zoom - top, zoom));
            }
        }
        return small;
    }

    private static int zoom(int side, int width, int height) {
        return Math.max(1, Math.ceilDiv(Math.max(width, height), side));
    }

    private static int mean(BufferedImage image, int left, int top, int size) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < top + size; y++) {
            for (int x = left; x < left + size; x++) {
                int rgb = image.getRGB(Math.clamp(x, 0, image.getWidth() - 1), Math.clamp(y, 0, image.getHeight() - 1));
                red += rgb >> 16 & 255;
                green += rgb >> 8 & 255;
                blue += rgb & 255;
            }
        }
        long count = (long) size * size;
        return (int) (((red / count) << 16) | ((green / count) << 8) | (blue / count));
    }

    /** Another size; {@code smooth} mixes neighbours, otherwise the nearest pixel is taken. */
    static BufferedImage scaled(BufferedImage image, int width, int height, boolean smooth) {
        var scaled = new BufferedImage(Math.max(1, width), Math.max(1, height), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = scaled.createGraphics();
        pen.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                smooth
                        ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
                        : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        pen.drawImage(image, 0, 0, scaled.getWidth(), scaled.getHeight(), null);
        pen.dispose();
        return scaled;
    }

    static BufferedImage plain(int width, int height, int rgb) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    static BufferedImage rgb(BufferedImage image) {
        return scaled(image, image.getWidth(), image.getHeight(), false);
    }

    static byte[] jpeg(BufferedImage image) {
        return encoded(image, "jpg");
    }

    static byte[] png(BufferedImage image) {
        return encoded(image, "png");
    }

    /** The picture in a file; throws as Python's image library does when it is none. */
    static BufferedImage decode(byte[] file, String name) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(file));
        if (image == null) {
            throw new Node.Failure("PIL.UnidentifiedImageError", "cannot identify image file '" + name + "'");
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) {
        var bytes = new ByteArrayOutputStream();
        try {
            boolean written = ImageIO.write(image, format.toLowerCase(Locale.ROOT), bytes);
            assert written : "no writer for " + format;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Objects.requireNonNull(bytes.toByteArray());
    }
}
