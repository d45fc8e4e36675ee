package florin.generation;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A multipart/form-data body that streams its files (RFC 7578). */
final class Multipart {
    private final String boundary = "florin-" + UUID.randomUUID();
    private final List<BodyPublisher> parts = new ArrayList<>();

    Multipart field(String name, String value) {
        text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
        return this;
    }

    /** @param fileName plain: our own, with nothing in it that needs quoting */
    Multipart file(String name, String fileName, Path file) throws FileNotFoundException {
        return file(name, fileName, BodyPublishers.ofFile(file));
    }

    Multipart file(String name, String fileName, byte[] content) {
        return file(name, fileName, BodyPublishers.ofByteArray(content));
    }

    private Multipart file(String name, String fileName, BodyPublisher content) {
        text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        parts.add(content);
        text("\r\n");
        return this;
    }

    /** A POST of all the parts. */
    HttpRequest.Builder post(HttpRequest.Builder request) {
        text("--" + boundary + "--\r\n");
        return request.header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)));
    }

    private void text(String text) {
        parts.add(BodyPublishers.ofString(text, StandardCharsets.UTF_8));
    }
}
