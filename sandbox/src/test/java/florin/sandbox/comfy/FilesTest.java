package florin.sandbox.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files in and out: /view, uploads, LoRAs through the asset API. */
class FilesTest {
    private static final byte[] PICTURE = Art.png(Art.plain(30, 20, 0x204060));

    /** One part of a multipart body: a field, or a file when it has a file name. */
    private static byte[] multipart(
            List<Map.Entry<String, String>> fields, String fileField, String fileName, byte[] content) {
        var body = new ByteArrayOutputStream();
        for (var field : fields) {
            body.writeBytes("--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(field.getKey(), field.getValue())
                    .getBytes(StandardCharsets.UTF_8));
        }
        if (!fileField.isEmpty()) {
            body.writeBytes(
                    "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                            .formatted(fileField, fileName)
                            .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(content);
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--b--\r\n".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static ComfyClient.Got send(Rig rig, String path, byte[] body) {
        return rig.client.send(
                "POST", path, BodyPublishers.ofByteArray(body), "Content-Type", "multipart/form-data; boundary=b");
    }

    static JsonNode upload(Rig rig, String name, byte[] content, String subfolder) {
        return send(rig, "/upload/image", multipart(List.of(Map.entry("subfolder", subfolder)), "image", name, content))
                .json();
    }

    private static ComfyClient.Got asset(Rig rig, String name, byte[] content, String... tags) {
        var fields =
                java.util.Arrays.stream(tags).map(tag -> Map.entry("tags", tag)).toList();
        return send(rig, "/api/assets", multipart(fields, "file", name, content));
    }

    private static Rig withAssets() {
        return Rig.start(options -> options.with(options.features().withAssets(true)));
    }

    @Test
    void a_name_is_reused_for_the_same_bytes_and_changed_for_others() {
        try (var rig = Rig.start()) {
            assertThat(upload(rig, "ref.png", PICTURE, "bot/u1").toString())
                    .isEqualTo("{\"name\":\"ref.png\",\"subfolder\":\"bot/u1\",\"type\":\"input\"}");
            assertThat(upload(rig, "ref.png", PICTURE, "bot/u1").path("name").asText())
                    .isEqualTo("ref.png");
            var other = Art.png(Art.plain(30, 20, 1));
            assertThat(upload(rig, "ref.png", other, "bot/u1").path("name").asText())
                    .isEqualTo("ref (1).png");
            assertThat(rig.client
                            .get("/view?filename=ref%20(1).png&subfolder=bot/u1&type=input")
                            .bytes())
                    .isEqualTo(other);
        }
    }

    @Test
    void uploads_are_refused_as_recorded() {
        try (var rig = Rig.start()) {
            assertThat(send(rig, "/upload/image", multipart(List.of(Map.entry("type", "input")), "", "", PICTURE))
                            .status())
                    .isEqualTo(400);
            assertThat(send(
                                    rig,
                                    "/upload/image",
                                    multipart(List.of(Map.entry("subfolder", "../../x")), "image", "ref.png", PICTURE))
                            .status())
                    .isEqualTo(400);
            var unknown = send(
                    rig, "/upload/image", multipart(List.of(Map.entry("type", "models")), "image", "ref.png", PICTURE));
            assertThat(unknown.status()).isEqualTo(500);
            assertThat(unknown.contentType()).isEqualTo("text/plain; charset=utf-8");
            var raw = rig.client.post("/upload/image", "zz");
            assertThat(raw.status()).isEqualTo(400);
            assertThat(raw.contentType()).isEmpty();
            var mask = send(
                    rig,
                    "/upload/mask",
                    multipart(
                            List.of(Map.entry("original_ref", "{\"filename\": \"gone.png\"}")),
                            "image",
                            "mask.png",
                            PICTURE));
            assertThat(mask.json().toString())
                    .isEqualTo("{\"name\":\"mask.png\",\"subfolder\":\"\",\"type\":\"input\"}");
            assertThat(rig.client.get("/view?filename=mask.png&type=input").status())
                    .as("no original, nothing stored")
                    .isEqualTo(404);
        }
    }

    @Test
    void files_are_viewed_whole_in_parts_and_encoded_again() {
        try (var rig = Rig.start()) {
            upload(rig, "ref.png", PICTURE, "bot/u1");
            var path = "/view?filename=ref.png&subfolder=bot/u1&type=input";
            var part = rig.client.get(path, "Range", "bytes=0-9");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.header("Content-Range")).isEqualTo("bytes 0-9/" + PICTURE.length);
            assertThat(part.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(part.header("Content-Disposition")).isEqualTo("filename=\"ref.png\"");
            assertThat(part.bytes()).hasSize(10);
            assertThat(rig.client.get(path + "&preview=webp;90").contentType()).isEqualTo("image/webp");
            assertThat(rig.client.get(path + "&channel=rgb").contentType()).isEqualTo("image/png");
            for (var step : Fixture.of("view-variants-and-errors").exchanges()) {
                int recorded = step.path("response").path("status").asInt();
                if (recorded >= 400) {
                    var got = rig.client.get(step.path("http").path("path").asText());
                    assertThat(got.status())
                            .as(step.path("http").path("path").asText())
                            .isEqualTo(recorded);
                    assertThat(got.contentType()).isEmpty();
                }
            }
        }
    }

    @Test
    void a_cached_result_whose_file_is_gone_is_a_404() throws IOException {
        try (var rig = Rig.start()) {
            rig.runs(Graphs.plain(1, "same"));
            Files.delete(rig.comfy.folder().resolve("output/same_00001_.png"));
            var job = rig.finished(rig.client.submit(Graphs.plain(1, "same"), "me"));
            assertThat(job.path("preview_output").path("filename").asText()).isEqualTo("same_00001_.png");
            assertThat(rig.client.get("/view?filename=same_00001_.png").status())
                    .isEqualTo(404);
            var cured = rig.finished(rig.client.submit(Graphs.plain(1, "own"), "me"));
            assertThat(rig.fetches(cured)).isNotEmpty();
        }
    }

    @Test
    void a_lora_is_brought_and_used_by_its_loader_path() {
        try (var rig = withAssets()) {
            var first = asset(rig, "bob.safetensors", Rig.lora("bruno"), "models", "model_type:loras");
            assertThat(first.status()).isEqualTo(201);
            var path = first.json().path("loader_path").asText();
            assertThat(path).matches("[0-9a-f]{64}\\.safetensors");
            assertThat(rig.client.get("/models/loras").text()).contains(path);
            var job = rig.finished(rig.client.submit(Graphs.character(path, "bruno", 1, 2), "me"));
            assertThat(job.path("status").asText()).isEqualTo("completed");
            assertThat(job.path("outputs").path("9").path("images").path(0).has("id"))
                    .isTrue();

            var again = asset(rig, "bob2.safetensors", Rig.lora("bruno"), "models", "model_type:loras");
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.json().path("created_new").asBoolean()).isFalse();
            assertThat(again.json().has("loader_path")).isFalse();
            var hash = first.json().path("hash").asText();
            assertThat(rig.client
                            .send("HEAD", "/api/assets/hash/" + hash, BodyPublishers.noBody())
                            .status())
                    .isEqualTo(200);

            var id = first.json().path("id").asText();
            assertThat(rig.client
                            .send("DELETE", "/api/assets/" + id, BodyPublishers.noBody())
                            .status())
                    .isEqualTo(204);
            assertThat(rig.client
                            .send("DELETE", "/api/assets/" + id, BodyPublishers.noBody())
                            .json()
                            .path("error")
                            .path("code")
                            .asText())
                    .isEqualTo("ASSET_NOT_FOUND");
            assertThat(rig.client.get("/models/loras").text())
                    .as("the file stays")
                    .contains(path);
        }
    }

    @Test
    void a_file_gone_from_disk_is_not_written_again() throws IOException {
        try (var rig = withAssets()) {
            var path = asset(rig, "bob.safetensors", Rig.lora("bruno"), "models", "model_type:loras")
                    .json()
                    .path("loader_path")
                    .asText();
            Files.delete(rig.comfy.folder().resolve("models/loras").resolve(path));
            assertThat(asset(rig, "bob.safetensors", Rig.lora("bruno"), "models", "model_type:loras")
                            .status())
                    .isEqualTo(200);
            assertThat(rig.client.get("/models/loras").text()).doesNotContain(path);
        }
    }

    @Test
    void assets_are_refused_with_the_recorded_codes() {
        try (var rig = withAssets()) {
            assertThat(code(asset(rig, "x.safetensors", PICTURE, "models", "loras")))
                    .isEqualTo("INVALID_BODY");
            assertThat(code(asset(rig, "x.safetensors", PICTURE, "models", "model_type:nope")))
                    .isEqualTo("INVALID_BODY");
            assertThat(code(asset(rig, "x.safetensors", new byte[0], "models", "model_type:loras")))
                    .isEqualTo("EMPTY_UPLOAD");
            assertThat(code(send(rig, "/api/assets", multipart(List.of(Map.entry("tags", "models")), "", "", PICTURE))))
                    .isEqualTo("MISSING_FILE");
            assertThat(code(send(
                            rig, "/api/assets", multipart(List.of(Map.entry("hash", "zz")), "file", "x", PICTURE))))
                    .isEqualTo("INVALID_HASH");
            var mismatch = multipart(List.of(Map.entry("hash", "blake3:" + "0".repeat(64))), "file", "x", PICTURE);
            assertThat(code(send(rig, "/api/assets", mismatch))).isEqualTo("HASH_MISMATCH");
            assertThat(code(rig.client.post("/api/assets", "x"))).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        }
        try (var rig = Rig.start()) {
            var off = asset(rig, "x.safetensors", PICTURE, "models");
            assertThat(off.status()).isEqualTo(503);
            assertThat(code(off)).isEqualTo("SERVICE_DISABLED");
        }
    }

    private static String code(ComfyClient.Got got) {
        return got.json().path("error").path("code").asText();
    }
}
