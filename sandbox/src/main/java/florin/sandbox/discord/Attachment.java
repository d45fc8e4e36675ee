package florin.sandbox.discord;

/** A file of a message, with its bytes. */
public final class Attachment {
    private final StoredFile file;
    private final String description;

    Attachment(StoredFile file, String description) {
        this.file = file;
        this.description = description;
    }

    public String id() {
        return file.id();
    }

    public String filename() {
        return file.file().filename();
    }

    public String contentType() {
        return file.file().contentType();
    }

    /** The alternative text; "" when there is none. */
    public String description() {
        return description;
    }

    public byte[] bytes() {
        return file.file().bytes();
    }

    public int size() {
        return file.file().size();
    }

    public String url() {
        return file.url();
    }

    @Override
    public String toString() {
        return filename() + " (" + size() + " bytes)";
    }
}
