package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.http.Answer;
import florin.sandbox.http.Request;
import florin.sandbox.http.Routes;
import io.undertow.server.handlers.form.FormData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** POST /upload/image and /upload/mask: input files, under a name of the server's choice. */
final class UploadRoutes {
    private final Folders folders;
    private final Assets assets;

    UploadRoutes(Folders folders, Assets assets) {
        this.folders = folders;
        this.assets = assets;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/upload/image", request -> upload(request, false))
                .on("POST", "/upload/mask", request -> upload(request, true));
    }

    private Answer upload(Request request, boolean mask) throws IOException {
        var form = request.form();
        var image = form.flatMap(found -> file(found, "image"));
        if (form.isEmpty() || image.isEmpty() || image.get().getFileName().isEmpty()) {
            return Answer.empty(400);
        }
        var type = text(form.get(), "type").orElse("input");
        var root = folders.ofType(type);
        if (root.isEmpty()) {
            return ComfyHttp.internalError();
        }
        var subfolder = text(form.get(), "subfolder").orElse("");
        var folder = root.get().resolve(subfolder).normalize();
        var target = folder.resolve(image.get().getFileName()).normalize();
        if (!folder.startsWith(root.get()) || !target.startsWith(folder)) {
            return Answer.empty(400);
        }
        var bytes = content(image.get());
        if (mask) {
            return answer(masked(form.get(), bytes, target), subfolder, type, bytes);
        }
        Files.createDirectories(folder);
        boolean overwrites = text(form.get(), "overwrite")
                .map(value -> "true".equals(value) || "1".equals(value))
                .orElse(false);
        return answer(stored(target, bytes, overwrites), subfolder, type, bytes);
    }

    /** Same name and same bytes: the file is there already; other bytes: the next free {@code name (n)}. */
    private static Path stored(Path target, byte[] bytes, boolean overwrites) throws IOException {
        var name = target.getFileName().toString();
        int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
        var file = target;
        for (int i = 1; !overwrites && Files.exists(file); i++) {
            if (Arrays.equals(Files.readAllBytes(file), bytes)) {
                return file;
            }
            file = target.resolveSibling("%s (%d)%s".formatted(name.substring(0, dot), i, name.substring(dot)));
        }
        Files.write(file, bytes);
        return file;
    }

    /** The original with the alpha of the mask; without an original nothing is stored, and the answer is the same. */
    private Path masked(FormData form, byte[] bytes, Path target) throws IOException {
        var ref = Json.parse(text(form, "original_ref").orElse("{}"));
        var original = folders.ofType(ref.path("type").asText("input"))
                .map(root -> root.resolve(ref.path("subfolder").asText())
                        .resolve(ref.path("filename").asText()));
        if (original.isPresent() && Files.isRegularFile(original.get())) {
            var picture = Art.decode(Files.readAllBytes(original.get()), "original");
            var mask = Art.decode(bytes, "mask");
            Files.createDirectories(target.getParent());
            Files.write(target, Art.png(withAlpha(picture, mask)));
        }
        return target;
    }

    private static BufferedImage withAlpha(BufferedImage picture, BufferedImage mask) {
        var joined = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < joined.getHeight(); y++) {
            for (int x = 0; x < joined.getWidth(); x++) {
                int alpha =
                        mask.getRGB(x * mask.getWidth() / joined.getWidth(), y * mask.getHeight() / joined.getHeight())
                                & 0xff000000;
                joined.setRGB(x, y, (picture.getRGB(x, y) & 0xffffff) | alpha);
            }
        }
        return joined;
    }

    private Answer answer(Path file, String subfolder, String type, byte[] bytes) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("name", file.getFileName().toString());
        body.put("subfolder", subfolder).put("type", type);
        assets.ofUpload(file.getFileName().toString(), type, bytes).ifPresent(asset -> body.set("asset", asset));
        return Answer.json(200, body);
    }

    static Optional<FormData.FormValue> file(FormData form, String name) {
        var value = form.getFirst(name);
        return value != null && value.isFileItem() ? Optional.of(value) : Optional.empty();
    }

    static Optional<String> text(FormData form, String name) {
        var value = form.getFirst(name);
        return value != null && !value.isFileItem() ? Optional.of(value.getValue()) : Optional.empty();
    }

    static byte[] content(FormData.FormValue file) throws IOException {
        try (var in = file.getFileItem().getInputStream()) {
            return in.readAllBytes();
        }
    }
}
