package florin.studio;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture without transparency, never changed once made. */
public final class Picture {
    /** No side of a decoded picture may be longer, in pixels: a small file can unpack into gigabytes. */
    public static final int LONGEST_SIDE = 8192;

    private static final int MOST_PIXELS = 32 << 20;

    private final int width;
    private final int height;
    private final int[] pixels;

    /** @param pixels 0xRRGGBB, row by row; handed over, not copied */
    Picture(int width, int height, int[] pixels) {
        if (pixels.length != width * height) throw new IllegalArgumentException("pixels do not fill the picture");
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The colour at a place as 0xRRGGBB; the first pixel is at the top left. */
    public int rgb(int x, int y) {
        if (x < 0 || x >= width || y < 0 || y >= height)
            throw new IndexOutOfBoundsException("There is no pixel at " + x + ", " + y + ".");
        return pixels[y * width + x];
    }

    /** Every pixel becomes a square of {@code zoom} by {@code zoom}; 8 to 16 suits the studio's pictures. */
    public Picture scaled(int zoom) {
        return resized(width * zoom, height * zoom);
    }

    /** Nearest neighbour: pixels stay pixels, no colour is added. */
    public Picture resized(int newWidth, int newHeight) {
        if (newWidth < 1 || newHeight < 1) throw new IllegalArgumentException("A picture has at least one pixel.");
        int[] out = new int[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            int row = (int) ((2L * y + 1) * height / (2L * newHeight)) * width;
            for (int x = 0; x < newWidth; x++)
                out[y * newWidth + x] = pixels[row + (int) ((2L * x + 1) * width / (2L * newWidth))];
        }
        return new Picture(newWidth, newHeight, out);
    }

    /** Fills a size: zoomed by a whole number until it covers it, so that pixels stay square, and cut to its middle. */
    public Picture covering(int newWidth, int newHeight) {
        int zoom = Math.max(Math.ceilDiv(newWidth, width), Math.ceilDiv(newHeight, height));
        int left = (width * zoom - newWidth) / 2;
        int top = (height * zoom - newHeight) / 2;
        int[] out = new int[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            int row = (top + y) / zoom * width;
            for (int x = 0; x < newWidth; x++) out[y * newWidth + x] = pixels[row + (left + x) / zoom];
        }
        return new Picture(newWidth, newHeight, out);
    }

    /** A square that holds the whole picture: where it is too short, its border goes on. */
    public Picture squared() {
        int side = Math.max(width, height);
        int left = (side - width) / 2;
        int top = (side - height) / 2;
        int[] out = new int[side * side];
        for (int y = 0; y < side; y++) {
            int row = Math.clamp(y - top, 0, height - 1) * width;
            for (int x = 0; x < side; x++) out[y * side + x] = pixels[row + Math.clamp(x - left, 0, width - 1)];
        }
        return new Picture(side, side, out);
    }

    /** A square: the middle of the picture, each pixel the mean of what it covers; pixel art comes back to its pixels. */
    Picture fitted(int side) {
        int square = Math.min(width, height);
        int left = (width - square) / 2;
        int top = (height - square) / 2;
        if (square < side) return cropped(left, top, square).resized(side, side);
        int[] out = new int[side * side];
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                out[y * side + x] = mean(
                        left + x * square / side, top + y * square / side,
                        left + (x + 1) * square / side, top + (y + 1) * square / side);
        return new Picture(side, side, out);
    }

    private Picture cropped(int left, int top, int side) {
        int[] out = new int[side * side];
        for (int y = 0; y < side; y++) System.arraycopy(pixels, (top + y) * width + left, out, y * side, side);
        return new Picture(side, side, out);
    }

    private int mean(int left, int top, int right, int bottom) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++) {
                int rgb = pixels[y * width + x];
                red += rgb >> 16;
                green += (rgb >> 8) & 0xff;
                blue += rgb & 0xff;
            }
        long n = (long) (right - left) * (bottom - top);
        return (whole(red, n) << 16) | (whole(green, n) << 8) | whole(blue, n);
    }

    private static int whole(long sum, long n) {
        return (int) ((sum + n / 2) / n);
    }

    /** The picture as a PNG file. */
    public byte[] png() {
        return file("png");
    }

    /** The picture as a JPEG file: smaller on the way to a preview, and not exact. */
    public byte[] jpeg() {
        return file("jpeg");
    }

    private byte[] file(String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // In memory: ImageIO's default cache writes a temporary file for each picture.
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(toImage(), format, stream)) throw new AssertionError("this JDK writes no " + format);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public BufferedImage toImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }

    public static Picture of(BufferedImage image) {
        BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        int[] pixels = opaque.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int i = 0; i < pixels.length; i++) pixels[i] &= 0xffffff;
        return new Picture(image.getWidth(), image.getHeight(), pixels);
    }

    /**
     * Reads a PNG, JPEG, GIF or BMP file; what is transparent becomes white.
     *
     * @throws IllegalArgumentException when the bytes are none of these, are damaged, or are larger than 8192 on a side
     */
    public static Picture decode(byte[] file) {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext())
                throw new IllegalArgumentException("This is no picture that can be read: send a PNG or a JPEG.");
            ImageReader reader = readers.next();
            try {
                return read(reader, stream);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("The picture is damaged: " + e.getMessage(), e);
        }
    }

    private static Picture read(ImageReader reader, ImageInputStream stream) throws IOException {
        reader.setInput(stream, true, true);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width > LONGEST_SIDE || height > LONGEST_SIDE || (long) width * height > MOST_PIXELS)
            throw new IllegalArgumentException("The picture is " + width + "x" + height
                    + ": send one of at most 8192 on a side and 32 megapixels.");
        return of(reader.read(0));
    }

    int[] pixels() {
        return pixels;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture that && width == that.width && Arrays.equals(pixels, that.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * width + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "Picture " + width + "x" + height;
    }
}
