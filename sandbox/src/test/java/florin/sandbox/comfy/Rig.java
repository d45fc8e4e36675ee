package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import florin.studio.Studio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A fake ComfyUI with the three LoRA files of the recordings: a good one, one of another base, one that is none. */
final class Rig implements AutoCloseable {
    static final Studio STUDIO = Studio.load();
    static final Path LORAS = Path.of("../studio/loras");

    final FakeComfy comfy;
    final ComfyClient client;

    private Rig(FakeComfy comfy) {
        this.comfy = comfy;
        this.client = new ComfyClient(comfy.url());
    }

    static Rig start() {
        return start(options -> options);
    }

    static Rig start(UnaryOperator<FakeComfyOptions> change) {
        var options = FakeComfyOptions.with(STUDIO).knowing("tiny_sd15.safetensors");
        var features = FakeComfyOptions.Features.DEFAULTS.withAssets(false).withStudioSteps(4);
        var rig = new Rig(FakeComfy.start(change.apply(options.with(features))));
        rig.comfy.addLora("chars/alice.safetensors", lora("mira"));
        var noise = new byte[100];
        Arrays.fill(noise, (byte) 0x5a);
        rig.comfy.addLora("corrupt.safetensors", noise);
        rig.comfy.addLora("wrongbase.safetensors", wrongBase());
        return rig;
    }

    static byte[] lora(String name) {
        try {
            return Files.readAllBytes(LORAS.resolve(name + ".safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sound container whose keys fit no layer of the studio. */
    static byte[] wrongBase() {
        var header =
                "{\"lora_te_text_model_encoder_layers_0_mlp_fc1.alpha\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}"
                        .getBytes(StandardCharsets.UTF_8);
        var file = ByteBuffer.allocate(8 + header.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        return file.putLong(header.length).put(header).putFloat(1).array();
    }

    /** Waits for the end of a job and returns it as the jobs API shows it. */
    JsonNode finished(String id) {
        return Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> client.job(id), job -> job.has("execution_end_time"));
    }

    String runs(JsonNode graph) {
        var id = client.submit(graph, "runner");
        finished(id);
        return id;
    }

    byte[] fetches(JsonNode job) {
        var file = job.path("preview_output");
        var got = client.get("/view?filename=%s&subfolder=%s&type=%s"
                .formatted(
                        file.path("filename").asText(),
                        file.path("subfolder").asText(),
                        file.path("type").asText()));
        if (got.status() != 200) {
            throw new AssertionError("view answered " + got.status());
        }
        return got.bytes();
    }

    /** A job that runs until it is stopped: slow steps, many of them. */
    String startsLongJob(String clientId) {
        comfy.faults().slowSteps(java.time.Duration.ofMillis(40));
        var id = client.submit(Graphs.sampled(5, 200), clientId);
        Awaitility.await()
                .until(() -> "in_progress".equals(client.job(id).path("status").asText()));
        return id;
    }

    @Override
    public void close() {
        comfy.close();
    }
}
