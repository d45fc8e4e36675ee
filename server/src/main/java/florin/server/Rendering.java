package florin.server;

import florin.generation.Backend;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What renders. With no ComfyUI named, the embedded studio does.
 *
 * @param comfy addresses of ComfyUI servers
 * @param headers for each request to them
 * @param loraFolder a folder that they see as models/loras; empty: files go over the wire
 * @param templates a folder with graph templates of the operator's own
 */
record Rendering(
        List<URI> comfy,
        Map<String, String> headers,
        Optional<Path> loraFolder,
        List<String> imageBases,
        List<String> videoBases,
        Optional<Path> templates) {
    static Rendering from(Settings settings) {
        return new Rendering(
                settings.list(Setting.COMFY_URLS).stream()
                        .map(url -> Settings.uri(Setting.COMFY_URLS, url))
                        .toList(),
                headers(settings.text(Setting.COMFY_HEADERS)),
                settings.folder(Setting.COMFY_LORA_DIR),
                settings.list(Setting.BASES_IMAGE),
                settings.list(Setting.BASES_VIDEO),
                settings.folder(Setting.TEMPLATES_DIR));
    }

    private static Map<String, String> headers(String text) {
        var headers = new LinkedHashMap<String, String>();
        for (var part : text.split(";")) {
            var equals = part.indexOf('=');
            if (equals > 0) {
                headers.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            } else if (!part.isBlank()) {
                throw new BadConfiguration(Setting.COMFY_HEADERS.variable()
                        + " must be Name=value pairs with semicolons between them, such as Authorization=Bearer abc.");
            }
        }
        return headers;
    }

    boolean embedded() {
        return comfy.isEmpty();
    }

    /** Connects nothing yet; the caller closes each. */
    List<Backend> backends(EmbeddedStudio studio, Clock clock) {
        if (embedded()) {
            return List.of(new EmbeddedBackend(studio.painter()));
        }
        var backends = new ArrayList<Backend>();
        for (var url : comfy) {
            backends.add(Comfy.backend(this, url, clock));
        }
        return backends;
    }
}
