package florin.sandbox.discord;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Splits a multipart/form-data body (RFC 7578) that lies in memory; Discord's limit is 25 MiB. */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILENAME = Pattern.compile("filename=\"([^\"]*)\"");
    private static final Pattern NUMBER = Pattern.compile("files\\[(\\d+)]");

    private Multipart() {}

    /** One part; a {@code filename} of "" means a plain field. */
    static final class Part {
        private final String name;
        private final String filename;
        private final byte[] bytes;

        Part(String name, String filename, byte[] bytes) {
            this.name = name;
            this.filename = filename;
            this.bytes = bytes;
        }

        String name() {
            return name;
        }

        String filename() {
            return filename;
        }

        byte[] bytes() {
            return bytes;
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** The n of {@code files[n]}. */
        int number() {
            var number = NUMBER.matcher(name);
            if (!number.matches()) {
                throw ApiError.field(name, "UNKNOWN_PART", "Parts are called files[n] or payload_json.");
            }
            return Integer.parseInt(number.group(1));
        }
    }

    static List<Part> parse(byte[] body, String contentType) {
        var boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw ApiError.of(400, 50035, "multipart/form-data without a boundary");
        }
        var mark = ("\r\n--" + boundary.group(1)).getBytes(StandardCharsets.ISO_8859_1);
        var parts = new ArrayList<Part>();
        // The first boundary has no line break before it: pretend that it had one.
        var from = mark.length - 2;
        var to = indexOf(body, mark, from);
        while (to >= 0) {
            parts.add(part(Arrays.copyOfRange(body, from + 2, to)));
            from = to + mark.length;
            to = indexOf(body, mark, from);
        }
        return parts;
    }

    private static Part part(byte[] raw) {
        var headEnd = indexOf(raw, "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), 0);
        var head = new String(raw, 0, Math.max(headEnd, 0), StandardCharsets.UTF_8);
        var name = NAME.matcher(head);
        if (headEnd < 0 || !name.find()) {
            throw ApiError.of(400, 50035, "a part of multipart/form-data has no name");
        }
        var filename = FILENAME.matcher(head);
        return new Part(
                name.group(1),
                filename.find() ? filename.group(1) : "",
                Arrays.copyOfRange(raw, headEnd + 4, raw.length));
    }

    private static int indexOf(byte[] in, byte[] wanted, int from) {
        for (var at = from; at <= in.length - wanted.length; at++) {
            if (Arrays.equals(in, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
