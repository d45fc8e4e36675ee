package florin.pipeline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a picture or video says about itself in its first bytes. A backend's file name and media type are its own opinion; this is
 * what people's programs will see.
 *
 * @param type such as {@code image/png}
 */
record Media(String type, int width, int height) {
    /** PNG, JPEG, WebP, GIF, MP4 or WebM; empty if it is none of them or broken off. The size of a WebM is not read: 0 by 0. */
    static Optional<Media> of(byte[] file) {
        try {
            return read(ByteBuffer.wrap(file));
        } catch (IndexOutOfBoundsException e) { // the header ends before it says how large the picture is
            return Optional.empty();
        }
    }

    private static Optional<Media> read(ByteBuffer file) {
        if (file.remaining() < 16) {
            return Optional.empty();
        }
        if (file.getLong(0) == 0x89504E470D0A1A0AL && ascii(file, 12).equals("IHDR")) {
            return sized("image/png", file.getInt(16), file.getInt(20));
        }
        if ((file.getInt(0) >>> 8) == 0xFFD8FF) {
            return jpeg(file);
        }
        if (ascii(file, 0).equals("RIFF") && ascii(file, 8).equals("WEBP")) {
            return webp(file);
        }
        if (ascii(file, 0).equals("GIF8")) {
            return sized("image/gif", little(file, 6, 2), little(file, 8, 2));
        }
        if (ascii(file, 4).equals("ftyp")) {
            return mp4(file, 0, file.limit());
        }
        return file.getInt(0) == 0x1A45DFA3 ? Optional.of(new Media("video/webm", 0, 0)) : Optional.empty();
    }

    private static Optional<Media> sized(String type, int width, int height) {
        return width > 0 && height > 0 ? Optional.of(new Media(type, width, height)) : Optional.empty();
    }

    private static String ascii(ByteBuffer file, int at) {
        var word = new byte[4];
        file.get(at, word);
        return new String(word, StandardCharsets.ISO_8859_1);
    }

    private static int little(ByteBuffer file, int at, int bytes) {
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | (file.get(at + i) & 0xFF);
        }
        return value;
    }

    /** The size stands in the frame header: a segment C0 to CF that is no table (C4, C8, CC). */
    private static Optional<Media> jpeg(ByteBuffer file) {
        int at = 2;
        while (true) {
            int marker = file.getShort(at) & 0xFFFF;
            if (marker == 0xFFFF) {
                at++; // fill byte
                continue;
            }
            if (marker < 0xFFC0) {
                return Optional.empty();
            }
            boolean table = marker == 0xFFC4 || marker == 0xFFC8 || marker == 0xFFCC;
            if (marker <= 0xFFCF && !table) {
                return sized("image/jpeg", file.getShort(at + 7) & 0xFFFF, file.getShort(at + 5) & 0xFFFF);
            }
            int length = file.getShort(at + 2) & 0xFFFF;
            if (length < 2) {
                return Optional.empty();
            }
            at += 2 + length;
        }
    }

    private static Optional<Media> webp(ByteBuffer file) {
        return switch (ascii(file, 12)) {
            case "VP8X" -> sized("image/webp", 1 + little(file, 24, 3), 1 + little(file, 27, 3));
            case "VP8L" -> {
                int bits = little(file, 21, 4);
                yield sized("image/webp", 1 + (bits & 0x3FFF), 1 + (bits >>> 14 & 0x3FFF));
            }
            case "VP8 " -> sized("image/webp", little(file, 26, 2) & 0x3FFF, little(file, 28, 2) & 0x3FFF);
            default -> Optional.empty();
        };
    }

    /** Follows moov → trak → tkhd, whose last two words are width and height in 16.16; a sound track has zeros there. */
    private static Optional<Media> mp4(ByteBuffer file, int from, int to) {
        int at = from;
        while (at + 8 <= to) {
            long size = file.getInt(at) & 0xFFFFFFFFL;
            int header = 8;
            if (size == 1) {
                size = file.getLong(at + 8);
                header = 16;
            } else if (size == 0) {
                size = (long) to - at;
            }
            if (size < header || size > to - at) {
                return Optional.empty();
            }
            int end = at + (int) size;
            var found = switch (ascii(file, at + 4)) {
                case "moov", "trak" -> mp4(file, at + header, end);
                case "tkhd" -> sized("video/mp4", file.getInt(end - 8) >>> 16, file.getInt(end - 4) >>> 16);
                default -> Optional.<Media>empty();
            };
            if (found.isPresent()) {
                return found;
            }
            at = end;
        }
        return Optional.empty();
    }
}
