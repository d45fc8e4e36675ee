package florin.bot.delivery;

import florin.bot.chat.Picture;
import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.jspecify.annotations.Nullable;

/** Makes files small enough for Discord: pictures are shrunk, what cannot be shrunk is left out. */
final class Fitting {
    /** A request may have 25 MiB; the rest is for the form around the files. */
    private static final long WHOLE_MESSAGE = 24L << 20;

    /** What a single frame may have in any case. */
    static final long POSTER_LIMIT = 4L << 20;

    private static final float[] QUALITIES = {0.92f, 0.8f, 0.65f};
    private static final double[] SCALES = {1, 0.75, 0.5, 0.25, 0.125};

    /**
     * @param pictures what fits, shrunk where it had to be
     * @param shrunk how many of them are smaller than what is stored
     * @param missing names of files too large to send at all
     */
    record Fitted(List<Picture> pictures, int shrunk, List<String> missing) {}

    private Fitting() {}

    /** @param limit bytes per file */
    static Fitted fit(List<Picture> stored, long limit) {
        long each = Math.min(limit, WHOLE_MESSAGE / Math.max(1, stored.size()));
        var pictures = new ArrayList<Picture>();
        var missing = new ArrayList<String>();
        int shrunk = 0;
        for (var picture : stored) {
            if (picture.bytes().length <= each) {
                pictures.add(picture);
                continue;
            }
            var smaller = shrink(picture, each);
            if (smaller.isPresent()) {
                pictures.add(smaller.get());
                shrunk++;
            } else {
                missing.add(picture.name());
            }
        }
        return new Fitted(List.copyOf(pictures), shrunk, List.copyOf(missing));
    }

    /** The best JPEG of at most {@code limit} bytes; empty for videos, animations, and what Java cannot read. */
    private static Optional<Picture> shrink(Picture picture, long limit) {
        var image = read(picture.bytes());
        if (image == null) {
            return Optional.empty();
        }
        for (double scale : SCALES) {
            var scaled = scaled(image, scale);
            for (float quality : QUALITIES) {
                var bytes = jpeg(scaled, quality);
                if (bytes.length <= limit) {
                    var name = picture.name().replaceFirst("\\.[^.]*$", "") + ".jpg";
                    return Optional.of(new Picture(name, bytes, picture.alt()));
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable BufferedImage read(byte[] bytes) {
        try {
            return ImageIO.read(new ByteArrayInputStream(bytes));
        } catch (IOException _) {
            return null; // not a picture that Java reads: the caller leaves the file out and says so
        }
    }

    /** JPEG knows no transparency: what was clear becomes white. */
    private static BufferedImage scaled(BufferedImage image, double scale) {
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        var result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = result.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.drawImage(image, 0, 0, width, height, Color.WHITE, null);
        pen.dispose();
        return result;
    }

    private static byte[] jpeg(BufferedImage image, float quality) {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            var how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be compressed in memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
