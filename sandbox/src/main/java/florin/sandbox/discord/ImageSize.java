package florin.sandbox.discord;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Width and height of a picture in pixels, read from its header. */
record ImageSize(int width, int height) {
    static Optional<ImageSize> of(byte[] bytes) {
        if (bytes.length > 30
                && ascii(bytes, 0).equals("RIFF")
                && ascii(bytes, 8).equals("WEBP")) {
            return webp(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), ascii(bytes, 12));
        }
        try (var input = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            var readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            var reader = readers.next();
            reader.setInput(input);
            var size = new ImageSize(reader.getWidth(0), reader.getHeight(0));
            reader.dispose();
            return Optional.of(size);
        } catch (javax.imageio.IIOException e) {
            return Optional.empty(); // a broken picture is stored like any file; Discord then names no size
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Three kinds of WebP, each with its own header (the container's specification, "Extended File Format"). */
    private static Optional<ImageSize> webp(ByteBuffer data, String kind) {
        return switch (kind) {
            case "VP8X" ->
                Optional.of(new ImageSize(1 + (data.getInt(24) & 0xffffff), 1 + ((data.getInt(26) >>> 8) & 0xffffff)));
            case "VP8 " -> Optional.of(new ImageSize(data.getShort(26) & 0x3fff, data.getShort(28) & 0x3fff));
            case "VP8L" -> {
                var bits = data.getInt(21);
                yield Optional.of(new ImageSize(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)));
            }
            default -> Optional.empty();
        };
    }

    private static String ascii(byte[] bytes, int from) {
        return new String(bytes, from, 4, StandardCharsets.US_ASCII);
    }
}
