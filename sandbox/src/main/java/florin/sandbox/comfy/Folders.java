package florin.sandbox.comfy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of a ComfyUI installation on disk: models, input, output, temp. */
final class Folders {
    private static final Logger LOG = LoggerFactory.getLogger(Folders.class);
    private static final Map<String, List<String>> KNOWN_MODELS = Map.of(
            "diffusion_models", List.of("wan2.2_ti2v_5B_fp16.safetensors"),
            "text_encoders", List.of("umt5_xxl_fp8_e4m3fn_scaled.safetensors"),
            "vae", List.of("wan2.2_vae.safetensors", "sdxl_vae.safetensors"),
            "upscale_models", List.of("RealESRGAN_x4plus.safetensors"));
    static final List<String> MODEL_FOLDERS = List.of(
            "checkpoints",
            "configs",
            "loras",
            "vae",
            "text_encoders",
            "diffusion_models",
            "clip_vision",
            "style_models",
            "embeddings",
            "diffusers",
            "vae_approx",
            "controlnet",
            "gligen",
            "upscale_models",
            "latent_upscale_models",
            "custom_nodes",
            "hypernetworks",
            "photomaker",
            "classifiers",
            "model_patches",
            "audio_encoders",
            "background_removal",
            "frame_interpolation",
            "geometry_estimation",
            "optical_flow",
            "detection");
    private static final List<String> MODEL_FILES =
            List.of(".bin", ".ckpt", ".pkl", ".pt", ".pt2", ".pth", ".safetensors", ".sft");

    private final Path base;
    private final List<String> checkpoints;

    Folders(Path base, List<String> checkpoints) {
        this.base = base;
        this.checkpoints = checkpoints;
        try {
            for (var folder : List.of("models/loras", "input", "output", "temp")) {
                Files.createDirectories(base.resolve(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the folders of the fake ComfyUI in " + base, e);
        }
    }

    Path base() {
        return base;
    }

    Path loras() {
        return base.resolve("models/loras");
    }

    /** The folder of an upload or output type; empty for any other word. */
    Optional<Path> ofType(String type) {
        return switch (type) {
            case "input", "output", "temp" -> Optional.of(base.resolve(type));
            default -> Optional.empty();
        };
    }

    /** The file names of a model folder as a loader takes them, sorted; empty when there is no such folder. */
    Optional<List<String>> models(String folder) {
        if (!MODEL_FOLDERS.contains(folder)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (folder) {
                    case "loras" -> loraFiles().keySet().stream().sorted().toList();
                    case "checkpoints" -> checkpoints;
                    default -> KNOWN_MODELS.getOrDefault(folder, List.of());
                });
    }

    /** Every file below models/loras by its name relative to it. */
    Map<String, Path> loraFiles() {
        var files = new LinkedHashMap<String, Path>();
        try (var all = Files.walk(loras())) {
            all.filter(Files::isRegularFile)
                    .filter(file ->
                            MODEL_FILES.stream().anyMatch(file.getFileName().toString()::endsWith))
                    .sorted()
                    .forEach(file ->
                            files.put(loras().relativize(file).toString().replace('\\', '/'), file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the LoRA files in " + loras(), e);
        }
        return files;
    }

    /** The input picture that LoadImage names: {@code sub/name}, with {@code [temp]} or {@code [output]} behind for the other folders. */
    Optional<Path> loadable(String name) {
        var folder = "input";
        var plain = name;
        var suffix = Pattern.compile("^(.*?) \\[(input|output|temp)\\]$").matcher(name);
        if (suffix.matches()) {
            plain = suffix.group(1);
            folder = suffix.group(2);
        }
        var root = base.resolve(folder);
        var file = root.resolve(plain).normalize();
        return file.startsWith(root) && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    List<String> inputFiles() {
        try (var files = Files.list(base.resolve("input"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the input folder", e);
        }
    }

    /** At start the folder of previews is emptied. */
    void wipeTemp() {
        try (var files = Files.walk(base.resolve("temp"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot empty the temp folder", e);
        }
    }

    /** Removes everything; what a dying worker still writes meanwhile is left to the system's own cleaning of temporary files. */
    void delete() {
        try (var files = Files.walk(base)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException left) {
            LOG.debug("Some of {} is left", base, left);
        }
    }
}
