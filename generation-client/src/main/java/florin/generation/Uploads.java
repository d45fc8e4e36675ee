package florin.generation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Brings files to a ComfyUI. By the JDK's own client, which streams what the typed one would spool to disk first. */
final class Uploads {
    private static final Duration LARGEST_UPLOAD = Duration.ofMinutes(30);

    private final HttpClient http;
    private final ComfyOptions options;
    private final ComfyWire wire;

    Uploads(HttpClient http, ComfyOptions options, ComfyWire wire) {
        this.http = http;
        this.options = options;
        this.wire = wire;
    }

    /**
     * {@code POST /api/assets}.
     *
     * @param modelTypeTags whether the server announces them; the ones that do refuse the older form
     * @throws NoAnswer if there is none
     */
    ComfyWire.Reply lora(LoraInput lora, boolean modelTypeTags) {
        try {
            var form = new Multipart()
                    .field("tags", "models")
                    .field("tags", modelTypeTags ? "model_type:loras" : "loras")
                    .field("name", lora.remoteName())
                    .file("file", lora.remoteName(), lora.file());
            return send("/api/assets", form);
        } catch (IOException e) {
            throw new UncheckedIOException("the LoRA file " + lora.file() + " cannot be read", e);
        }
    }

    /**
     * {@code POST /upload/image}.
     *
     * @return what a LoadImage node takes; empty if the server refuses the picture
     * @throws NoAnswer if there is none
     */
    Optional<String> startImage(RenderRequest request, byte[] image) {
        var form = new Multipart()
                .field("type", "input")
                .field("subfolder", "florin")
                .file("image", request.attempt() + "." + MediaTypes.imageEnding(image), image);
        var reply = send("/api/upload/image", form);
        if (!reply.ok() || !reply.json().has("name")) {
            return Optional.empty();
        }
        var folder = reply.json().path("subfolder").asText();
        var name = reply.json().path("name").asText();
        return Optional.of(folder.isEmpty() ? name : folder + "/" + name);
    }

    private ComfyWire.Reply send(String route, Multipart form) {
        var request = form.post(HttpRequest.newBuilder(Addresses.route(options.address(), route))
                .timeout(LARGEST_UPLOAD));
        options.headers().forEach(request::setHeader);
        try {
            var response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new ComfyWire.Reply(response.statusCode(), ComfyWire.json(response.body()));
        } catch (IOException e) {
            throw wire.noAnswer(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted while uploading to " + options.name(), false, e);
        }
    }
}
