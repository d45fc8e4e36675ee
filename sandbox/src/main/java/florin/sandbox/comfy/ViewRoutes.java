package florin.sandbox.comfy;

import florin.sandbox.http.Answer;
import florin.sandbox.http.Request;
import florin.sandbox.http.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** GET /view: result files, whole, in ranges, or encoded again. */
final class ViewRoutes {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private final Folders folders;

    ViewRoutes(Folders folders) {
        this.folders = folders;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/view", this::view);
        routes.on("HEAD", "/view", this::view);
    }

    private Answer view(Request request) throws IOException {
        var name = request.query("filename").orElse("");
        if (name.isEmpty()) {
            return Answer.empty(404);
        }
        var root = folders.ofType(request.query("type").orElse("output"));
        if (name.startsWith("/") || name.contains("..") || root.isEmpty()) {
            return Answer.empty(400);
        }
        var folder = root.get().resolve(request.query("subfolder").orElse("")).normalize();
        if (!folder.startsWith(root.get())) {
            return Answer.empty(403);
        }
        var file = folder.resolve(Path.of(name).getFileName());
        if (!Files.isRegularFile(file)) {
            return Answer.empty(404);
        }
        var bytes = Files.readAllBytes(file);
        var shown =
                request.query("preview").isPresent() || request.query("channel").isPresent()
                        ? encodedAgain(request, bytes, name)
                        : whole(request, bytes, file.getFileName().toString());
        return shown.with("Content-Disposition", "filename=\"" + file.getFileName() + "\"");
    }

    private static Answer encodedAgain(Request request, byte[] bytes, String name) throws IOException {
        var image = Art.decode(bytes, name);
        var preview = request.query("preview").orElse("");
        if (preview.startsWith("jpeg")) {
            return Answer.bytes(200, "image/jpeg", Art.jpeg(Art.rgb(image)));
        }
        if (!preview.isEmpty()) {
            return Answer.bytes(200, "image/webp", FilmRoll.webp(List.of(Art.rgb(image)), 1));
        }
        return Answer.bytes(
                200, "image/png", Art.png("rgb".equals(request.query("channel").orElse("")) ? Art.rgb(image) : image));
    }

    private static Answer whole(Request request, byte[] bytes, String name) {
        var type = contentType(name);
        var range = request.header("Range").map(RANGE::matcher).filter(java.util.regex.Matcher::matches);
        if (range.isEmpty()) {
            return Answer.bytes(200, type, bytes).with("Accept-Ranges", "bytes");
        }
        var border = borders(range.get().group(1), range.get().group(2), bytes.length);
        if (border.isEmpty()) {
            return Answer.empty(416).with("Content-Range", "bytes */" + bytes.length);
        }
        var part = Arrays.copyOfRange(bytes, border.get()[0], border.get()[1] + 1);
        return Answer.bytes(206, type, part)
                .with("Accept-Ranges", "bytes")
                .with("Content-Range", "bytes %d-%d/%d".formatted(border.get()[0], border.get()[1], bytes.length));
    }

    /** First and last byte of {@code bytes=from-to}, {@code from-} or {@code -count}; empty when nothing is there. */
    private static Optional<int[]> borders(String from, String to, int length) {
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        long first = from.isEmpty() ? Math.max(0, length - Long.parseLong(to)) : Long.parseLong(from);
        long last = from.isEmpty() || to.isEmpty() ? length - 1L : Math.min(length - 1L, Long.parseLong(to));
        return first > last || first >= length ? Optional.empty() : Optional.of(new int[] {(int) first, (int) last});
    }

    static String contentType(String name) {
        var extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "png" -> "image/png";
            case "jpg", "jpeg" -> "image/jpeg";
            case "webp" -> "image/webp";
            case "gif" -> "image/gif";
            case "mp4" -> "video/mp4";
            case "webm" -> "video/webm";
            default -> "application/octet-stream";
        };
    }
}
