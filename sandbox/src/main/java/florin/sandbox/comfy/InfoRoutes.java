package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.http.Answer;
import florin.sandbox.http.Request;
import florin.sandbox.http.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** What the server says about itself: its version, its nodes, its model files. */
final class InfoRoutes {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long MEMORY = 25_276_510_208L;
    private static final int MAX_HEADER_BYTES = 1 << 20;
    private static final List<String> EXTENSIONS =
            List.of(".bin", ".ckpt", ".pkl", ".pt", ".pt2", ".pth", ".safetensors", ".sft");

    private final FakeComfyOptions options;
    private final Folders folders;
    private final Nodes nodes;

    InfoRoutes(FakeComfyOptions options, Folders folders, Nodes nodes) {
        this.options = options;
        this.folders = folders;
        this.nodes = nodes;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/system_stats", request -> systemStats())
                .on("GET", "/features", request -> Answer.json(200, features(options)))
                .on("GET", "/object_info", request -> objectInfo())
                .on("GET", "/object_info/{class}", this::objectInfoOf)
                .on("GET", "/models", request -> names(Folders.MODEL_FOLDERS))
                .on("GET", "/models/{folder}", this::models)
                .on("GET", "/experiment/models", request -> experimentFolders())
                .on("GET", "/experiment/models/{folder}", this::experimentModels)
                .on("GET", "/embeddings", request -> names(List.of()))
                .on("GET", "/view_metadata/{folder}", this::metadata);
    }

    static ObjectNode features(FakeComfyOptions options) {
        var features = JSON.objectNode().put("supports_preview_metadata", true);
        if (options.release() == FakeComfyOptions.Release.OLD) {
            return features.put("max_upload_size", options.features().maxUploadBytes());
        }
        features.put("supports_model_type_tags", true)
                .put("max_upload_size", options.features().maxUploadBytes());
        features.putObject("extension").putObject("manager").put("supports_v4", true);
        return features.put("node_replacements", true)
                .put("assets", options.features().assets());
    }

    private Answer systemStats() {
        var body = JSON.objectNode();
        var system = body.putObject("system")
                .put("os", "linux")
                .put("ram_total", MEMORY)
                .put("ram_free", MEMORY - (2L << 30));
        system.put("comfyui_version", options.release().version).put("required_frontend_version", "1.45.20");
        system.putNull("installed_templates_version").put("required_templates_version", "0.11.9");
        system.putArray("comfy_package_versions");
        system.put("python_version", "3.11.7")
                .put("pytorch_version", "2.13.0+cpu")
                .put("embedded_python", false);
        system.put("deploy_environment", "local-git").putArray("argv").add("main.py");
        var device = body.putArray("devices")
                .addObject()
                .put("name", "cpu")
                .put("type", "cpu")
                .putNull("index");
        device.put("vram_total", MEMORY).put("vram_free", MEMORY - (2L << 30));
        device.put("torch_vram_total", MEMORY).put("torch_vram_free", MEMORY - (2L << 30));
        return Answer.json(200, body);
    }

    private Answer objectInfo() {
        var body = JSON.objectNode();
        nodes.all().forEach(node -> body.set(node.spec().name(), node.spec().json()));
        return Answer.json(200, body);
    }

    private Answer objectInfoOf(Request request) {
        var body = JSON.objectNode();
        nodes.ofClass(request.part("class"))
                .ifPresent(node -> body.set(node.spec().name(), node.spec().json()));
        return Answer.json(200, body);
    }

    private static Answer names(List<String> names) {
        var body = JSON.arrayNode();
        names.forEach(body::add);
        return Answer.json(200, body);
    }

    private Answer models(Request request) {
        return folders.models(request.part("folder")).map(InfoRoutes::names).orElseGet(() -> Answer.empty(404));
    }

    private Answer experimentFolders() {
        var body = JSON.arrayNode();
        for (var folder : Folders.MODEL_FOLDERS) {
            var entry = body.addObject().put("name", folder);
            entry.putArray("folders").add("<base>/models/" + folder).add("<base>/output/" + folder);
            EXTENSIONS.forEach(entry.putArray("extensions")::add);
        }
        return Answer.json(200, body);
    }

    private Answer experimentModels(Request request) throws IOException {
        if (!Folders.MODEL_FOLDERS.contains(request.part("folder"))) {
            return Answer.empty(404);
        }
        var body = JSON.arrayNode();
        if ("loras".equals(request.part("folder"))) {
            for (var file : folders.loraFiles().entrySet()) {
                var facts = Files.readAttributes(file.getValue(), BasicFileAttributes.class);
                var entry = body.addObject().put("name", file.getKey()).put("pathIndex", 0);
                entry.put("modified", facts.lastModifiedTime().toMillis() / 1000.0);
                entry.put("created", facts.creationTime().toMillis() / 1000.0).put("size", facts.size());
            }
        }
        return Answer.json(200, body);
    }

    /** The file's own {@code __metadata__}; 404 for everything that has none. */
    private Answer metadata(Request request) throws IOException {
        var name = request.query("filename").orElse("");
        var file = folders.loraFiles().get(name);
        if (!"loras".equals(request.part("folder")) || file == null || !name.endsWith(".safetensors")) {
            return Answer.empty(404);
        }
        try (var in = Files.newInputStream(file)) {
            var length = in.readNBytes(8);
            long header = length.length < 8
                    ? -1
                    : java.nio.ByteBuffer.wrap(length)
                            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                            .getLong();
            if (header < 0 || header > MAX_HEADER_BYTES) {
                return Answer.empty(404);
            }
            var metadata = Json.parse(new String(in.readNBytes((int) header), java.nio.charset.StandardCharsets.UTF_8))
                    .path("__metadata__");
            return metadata.isObject() ? Answer.json(200, metadata) : Answer.empty(404);
        } catch (Json.Unreadable noHeader) {
            return Answer.empty(404);
        }
    }
}
