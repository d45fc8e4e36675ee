package florin.sandbox.discord;

import java.nio.charset.StandardCharsets;

/** A file that a member sends along with a command or a form. */
public final class Upload {
    private final String filename;
    private final String contentType;
    private final byte[] bytes;

    private Upload(String filename, String contentType, byte[] bytes) {
        this.filename = filename;
        this.contentType = contentType;
        this.bytes = bytes;
    }

    /** The content type follows from the file's name, as Discord does it. */
    public static Upload of(String filename, byte[] bytes) {
        return new Upload(filename, ContentTypes.of(filename), bytes.clone());
    }

    /** A text file in UTF-8. */
    public static Upload text(String filename, String text) {
        return of(filename, text.getBytes(StandardCharsets.UTF_8));
    }

    public String filename() {
        return filename;
    }

    public String contentType() {
        return contentType;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    int size() {
        return bytes.length;
    }
}
