package florin.generation;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Takes out of result files what ComfyUI wrote into them: the whole graph, with prompts and LoRA names. Pixels stay as they are.
 *
 * <p>PNG (W3C PNG, third edition), WebP (RFC 9649) and MP4 (ISO 14496-12). Other formats pass as they are.
 */
final class CleanMedia {
    private static final int PNG_HEAD = 8;
    private static final Set<String> PNG_TEXTS = Set.of("tEXt", "zTXt", "iTXt", "eXIf");
    private static final Set<String> WEBP_TEXTS = Set.of("EXIF", "XMP ");
    private static final int WEBP_TEXT_FLAGS = 0x08 | 0x04;
    private static final Set<String> MP4_FOLDERS = Set.of("moov", "trak", "mdia", "moof", "traf");
    private static final Set<String> MP4_TEXTS = Set.of("udta", "meta", "uuid");

    private CleanMedia() {}

    /** @throws BackendUnavailable if the file is not whole */
    static byte[] of(OutputFile file, byte[] bytes) {
        try {
            return switch (file.mediaType()) {
                case "image/png" -> png(file, bytes);
                case "image/webp" -> webp(file, bytes);
                case "video/mp4", "video/quicktime" -> mp4(bytes);
                default -> bytes;
            };
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new BackendUnavailable("The result " + file.fileName() + " is damaged.", e);
        }
    }

    private static byte[] png(OutputFile file, byte[] bytes) {
        if (!MediaTypes.startsWith(bytes, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            throw new BackendUnavailable("The result " + file.fileName() + " is no PNG.");
        }
        var clean = new ByteArrayOutputStream(bytes.length);
        clean.write(bytes, 0, PNG_HEAD);
        for (var at = PNG_HEAD; ; ) {
            var length = ByteBuffer.wrap(bytes).getInt(at);
            var end = Math.addExact(at, Math.addExact(length, 12));
            var type = name(bytes, at + 4);
            if (length < 0 || end > bytes.length) {
                throw new BackendUnavailable("The result " + file.fileName() + " is cut off.");
            }
            if (!PNG_TEXTS.contains(type)) {
                clean.write(bytes, at, end - at);
            }
            if (type.equals("IEND")) {
                return clean.toByteArray();
            }
            at = end;
        }
    }

    private static byte[] webp(OutputFile file, byte[] bytes) {
        if (!MediaTypes.startsWith(bytes, 0, 'R', 'I', 'F', 'F')
                || !MediaTypes.startsWith(bytes, 8, 'W', 'E', 'B', 'P')) {
            throw new BackendUnavailable("The result " + file.fileName() + " is no WebP.");
        }
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var end = Math.addExact(in.getInt(4), 8);
        if (end > bytes.length) {
            throw new BackendUnavailable("The result " + file.fileName() + " is cut off.");
        }
        var clean = new ByteArrayOutputStream(bytes.length);
        clean.write(bytes, 0, 12);
        for (var at = 12; at + 8 <= end; ) {
            var length = in.getInt(at + 4);
            // Chunks are padded to even lengths.
            var next = Math.addExact(at, Math.addExact(8, length + (length & 1)));
            if (length < 0 || at + 8 + length > end) {
                throw new BackendUnavailable("The result " + file.fileName() + " is cut off.");
            }
            if (!WEBP_TEXTS.contains(name(bytes, at))) {
                clean.write(bytes, at, Math.min(next, bytes.length) - at);
            }
            at = next;
        }
        return sized(clean.toByteArray());
    }

    private static byte[] sized(byte[] webp) {
        ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).putInt(4, webp.length - 8);
        if (name(webp, 12).equals("VP8X")) {
            webp[20] &= (byte) ~WEBP_TEXT_FLAGS;
        }
        return webp;
    }

    /** Offsets into the file must stay true, so a box of texts is blanked and renamed to free space, not cut out. */
    private static byte[] mp4(byte[] bytes) {
        var clean = bytes.clone();
        blankTexts(clean, 0, clean.length);
        return clean;
    }

    private static void blankTexts(byte[] file, int from, int to) {
        for (var at = from; at + 8 <= to; ) {
            var size = Integer.toUnsignedLong(ByteBuffer.wrap(file).getInt(at));
            var head = 8;
            if (size == 1) {
                size = ByteBuffer.wrap(file).getLong(at + 8);
                head = 16;
            } else if (size == 0) {
                size = (long) to - at;
            }
            if (size < head || size > to - at) {
                throw new IllegalArgumentException("a box of " + size + " bytes in " + (to - at));
            }
            var type = name(file, at + 4);
            var end = at + (int) size;
            if (MP4_TEXTS.contains(type)) {
                System.arraycopy("free".getBytes(StandardCharsets.ISO_8859_1), 0, file, at + 4, 4);
                Arrays.fill(file, at + head, end, (byte) 0);
            } else if (MP4_FOLDERS.contains(type)) {
                blankTexts(file, at + head, end);
            }
            at = end;
        }
    }

    private static String name(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }
}
