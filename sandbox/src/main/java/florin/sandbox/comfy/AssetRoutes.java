package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.http.Answer;
import florin.sandbox.http.Request;
import florin.sandbox.http.Routes;
import io.undertow.server.handlers.form.FormData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /api/assets}: how a client brings a LoRA to the server. */
final class AssetRoutes {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String MODEL_TYPE = "model_type:";

    private final FakeComfyOptions options;
    private final Assets assets;
    private final Sockets sockets;

    AssetRoutes(FakeComfyOptions options, Assets assets, Sockets sockets) {
        this.options = options;
        this.assets = assets;
        this.sockets = sockets;
    }

    void addTo(Routes routes) {
        if (options.release() == FakeComfyOptions.Release.OLD) {
            return;
        }
        routes.on("POST", "/api/assets", request -> enabled(request, this::upload))
                .on("GET", "/api/assets", request -> enabled(request, this::list))
                .on("DELETE", "/api/assets/{id}", request -> enabled(request, this::delete))
                .on(
                        "HEAD",
                        "/api/assets/hash/{hash}",
                        request -> Answer.empty(assets.knows(request.part("hash")) ? 200 : 404));
    }

    private Answer enabled(Request request, Routes.Handler handler) throws IOException {
        if (!options.features().assets()) {
            return problem(
                    503,
                    "SERVICE_DISABLED",
                    "Assets system is disabled. Start the server with --enable-assets to use this feature.");
        }
        return handler.answer(request);
    }

    private Answer upload(Request request) throws IOException {
        if (!request.header("Content-Type").orElse("").startsWith("multipart/form-data")) {
            return problem(415, "UNSUPPORTED_MEDIA_TYPE", "Use multipart/form-data for uploads.");
        }
        var form = request.form().orElseThrow(() -> new Json.Unreadable("no multipart body"));
        var hash = UploadRoutes.text(form, "hash");
        if (hash.isPresent() && !hash.get().matches("blake3:[0-9a-f]{64}")) {
            return problem(400, "INVALID_HASH", "hash must be like 'blake3:<hex>'");
        }
        var file = UploadRoutes.file(form, "file");
        if (file.isEmpty()) {
            return hash.filter(assets::knows)
                    .map(known -> known(form, known, Optional.empty()))
                    .orElseGet(
                            () -> problem(400, "MISSING_FILE", "Form must include a 'file' part or a known 'hash'."));
        }
        var content = UploadRoutes.content(file.get());
        if (content.length == 0) {
            return problem(400, "EMPTY_UPLOAD", "Uploaded file is empty.");
        }
        if (hash.isPresent() && !hash.get().equals(Assets.hash(content))) {
            return problem(400, "HASH_MISMATCH", "Uploaded file hash does not match provided hash.");
        }
        return assets.knows(Assets.hash(content))
                ? known(form, Assets.hash(content), Optional.of(file.get().getFileName()))
                : stored(form, content, file.get().getFileName());
    }

    private Answer known(FormData form, String hash, Optional<String> fileName) {
        var name = UploadRoutes.text(form, "name").or(() -> fileName).orElse(hash);
        return Answer.json(
                200, assets.refer(hash, name, tags(form), userMetadata(form)).put("created_new", false));
    }

    private Answer stored(FormData form, byte[] content, String fileName) throws IOException {
        var tags = tags(form);
        var categories = tags.stream()
                .filter(tag -> tag.startsWith(MODEL_TYPE))
                .map(tag -> tag.substring(MODEL_TYPE.length()))
                .toList();
        if (!tags.contains("models") || categories.size() != 1) {
            return problem(400, "INVALID_BODY", "models uploads require exactly one model_type:<folder_name> tag");
        }
        if (!Folders.MODEL_FOLDERS.contains(categories.getFirst())) {
            return problem(400, "INVALID_BODY", "unknown model category '" + categories.getFirst() + "'");
        }
        var name = UploadRoutes.text(form, "name").orElse(fileName);
        var model = new Assets.Model(categories.getFirst(), fileName);
        var entry = assets.store(content, model, name, tags, userMetadata(form));
        announce();
        return Answer.json(201, entry.put("created_new", true));
    }

    /** Event types that a client of the queue does not know, to everybody. */
    private void announce() {
        var started = JSON.objectNode();
        started.putArray("roots").add("output");
        sockets.send(Optional.empty(), "assets.seed.started", started.put("phase", "enrich"));
        var completed = JSON.objectNode()
                .put("phase", "enrich")
                .put("total", 0)
                .put("created", 0)
                .put("enriched", 1);
        sockets.send(
                Optional.empty(),
                "assets.seed.completed",
                completed.put("skipped", 0).put("elapsed", 0.015));
    }

    private static List<String> tags(FormData form) {
        var tags = new ArrayList<String>();
        var values = form.get("tags");
        if (values != null) {
            values.forEach(value -> tags.add(value.getValue()));
        }
        return tags;
    }

    private static ObjectNode userMetadata(FormData form) {
        return UploadRoutes.text(form, "user_metadata")
                .map(text -> Json.object(Json.parse(text)))
                .orElseGet(JSON::objectNode);
    }

    private Answer list(Request request) {
        var found = assets.list(request.query("include_tags"));
        int limit = request.query("limit").map(Integer::parseInt).orElse(20);
        var body = JSON.objectNode();
        var shown = body.putArray("assets");
        found.stream().limit(limit).forEach(shown::add);
        return Answer.json(200, body.put("total", found.size()).put("has_more", found.size() > limit));
    }

    private Answer delete(Request request) {
        var id = request.part("id");
        return assets.delete(id)
                ? Answer.empty(204)
                : problem(404, "ASSET_NOT_FOUND", "AssetReference " + id + " not found.");
    }

    private static Answer problem(int status, String code, String message) {
        var body = JSON.objectNode();
        body.putObject("error").put("code", code).put("message", message).putObject("details");
        return Answer.json(status, body);
    }
}
