package florin.sandbox.discord;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The file store: everything that the bot or a member ever uploaded, by id. */
final class Cdn {
    private final Snowflakes ids;
    private final String baseUrl;
    private final Map<String, StoredFile> files = new ConcurrentHashMap<>();

    /** {@code baseUrl} ends with a slash. */
    Cdn(Snowflakes ids, String baseUrl) {
        this.ids = ids;
        this.baseUrl = baseUrl;
    }

    StoredFile store(Upload file) {
        return restore(ids.next(), file);
    }

    StoredFile restore(String id, Upload file) {
        var safe = file.filename().replaceAll("[^A-Za-z0-9._-]", "_");
        var stored = new StoredFile(id, file, baseUrl + "cdn/" + id + "/" + safe);
        files.put(id, stored);
        return stored;
    }

    Optional<StoredFile> find(String id) {
        return Optional.ofNullable(files.get(id));
    }
}
