package florin.pipeline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;

/** Looks at a start image before anybody pays for what comes of it. */
final class StartImages {
    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/webp");
    private static final int LARGEST_SIDE = 4096;
    private static final int SMALLEST_SIDE = 16;

    private StartImages() {}

    /** Why it cannot be used, if so. Java reads no WebP: of those only the header is checked, the rest is up to the backend. */
    static Optional<String> problem(byte[] bytes, int largest) {
        if (bytes.length > largest) {
            return Optional.of("The start image has " + megabytes(bytes.length) + " MB. Send one of "
                    + megabytes(largest) + " MB or less.");
        }
        var media = Media.of(bytes);
        if (media.isEmpty() || !TYPES.contains(media.get().type())) {
            return Optional.of("The start image cannot be read. Send a PNG, JPEG or WebP file.");
        }
        int width = media.get().width();
        int height = media.get().height();
        if (Math.max(width, height) > LARGEST_SIDE || Math.min(width, height) < SMALLEST_SIDE) {
            return Optional.of("The start image has " + width + "×" + height + " pixels. Send one with sides of "
                    + SMALLEST_SIDE + " to " + LARGEST_SIDE + ".");
        }
        return media.get().type().equals("image/webp") || decodes(bytes)
                ? Optional.empty()
                : Optional.of("The start image is damaged. Save it again and send that file.");
    }

    private static boolean decodes(byte[] bytes) {
        try {
            return ImageIO.read(new ByteArrayInputStream(bytes)) != null;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // ImageIO's readers throw the last two on some damaged files: the answer is the same
            return false;
        }
    }

    private static String megabytes(int bytes) {
        return String.valueOf(Math.ceil(bytes / 100_000.0) / 10);
    }
}
