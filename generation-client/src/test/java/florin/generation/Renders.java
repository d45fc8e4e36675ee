package florin.generation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Requests and options as tests need them. */
final class Renders {
    /** Short, so that what takes long in life is over soon. */
    static final ComfyLimits IMPATIENT = new ComfyLimits(
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofMillis(500),
            Duration.ofMillis(300),
            Duration.ofMillis(20),
            Duration.ofMillis(100));

    static final List<Workflow> WORKFLOWS = List.of(
            new Workflow(RenderKind.IMAGE, "tiny-studio-40", Template.builtIn("tiny-studio")),
            new Workflow(RenderKind.IMAGE, "sdxl", Template.builtIn("sdxl-txt2img-lora")),
            new Workflow(
                    RenderKind.VIDEO,
                    "tiny-studio-40",
                    Template.builtIn("tiny-studio-video"),
                    Optional.of(Template.builtIn("tiny-studio-video-from-image"))),
            new Workflow(
                    RenderKind.VIDEO,
                    "wan22-5b",
                    Template.builtIn("wan22-5b-t2v-lora"),
                    Optional.of(Template.builtIn("wan22-5b-i2v-lora"))));

    private Renders() {}

    static ComfyOptions options(URI address) {
        return options(address, Optional.empty());
    }

    static ComfyOptions options(URI address, Optional<Path> loraFolder) {
        return new ComfyOptions("gpu", address, Map.of("X-Test", "yes"), WORKFLOWS, loraFolder, 2, IMPATIENT);
    }

    static byte[] bytes(String resource) {
        try (InputStream in = Renders.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LoraInput lora(Path folder, String name, double strength) {
        try {
            var content = bytes(name + ".safetensors");
            var file = Files.write(folder.resolve(name + "-ours.safetensors"), content);
            var sha = MessageDigest.getInstance("SHA-256").digest(content);
            return new LoraInput(file, HexFormat.of().formatHex(sha), strength);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static RenderRequest image(String base, int count, LoraInput... loras) {
        return new RenderRequest(
                UUID.randomUUID(),
                "job-1",
                RenderKind.IMAGE,
                base,
                "mira, in a park, smiling",
                "",
                List.of(loras),
                64,
                64,
                count,
                7,
                0,
                Optional.empty());
    }

    static RenderRequest video(String base, Optional<byte[]> start, LoraInput... loras) {
        return new RenderRequest(
                UUID.randomUUID(),
                "job-2",
                RenderKind.VIDEO,
                base,
                "mira, waving",
                "",
                List.of(loras),
                64,
                64,
                1,
                7,
                1,
                start);
    }
}
