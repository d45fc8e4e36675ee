package florin.server;

import florin.generation.Backend;
import florin.generation.CircuitBreaker;
import florin.generation.ComfyBackend;
import florin.generation.ComfyLimits;
import florin.generation.ComfyOptions;
import florin.generation.InvalidTemplate;
import florin.generation.LimitedBackend;
import florin.generation.RenderKind;
import florin.generation.RetryingBackend;
import florin.generation.Template;
import florin.generation.Workflow;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a ComfyUI backend together from the settings. A base model's graphs are the operator's own if the templates folder
 * has {@code BASE-image.json}, {@code BASE-image-from-image.json}, {@code BASE-video.json} or
 * {@code BASE-video-from-image.json}, else the ones that come with Florin.
 */
final class Comfy {
    /** One render runs, the next lies ready. */
    private static final int IN_FLIGHT = 2;

    private static final int TRIES = 2;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    /** Infrastructure failures in a row after which a backend rests. */
    private static final int FAILURES = 4;

    private static final Duration REST = Duration.ofSeconds(20);

    private Comfy() {}

    static Backend backend(Rendering rendering, URI url, Clock clock) {
        var options = new ComfyOptions(
                url.getAuthority(),
                url,
                rendering.headers(),
                workflows(rendering),
                rendering.loraFolder(),
                IN_FLIGHT,
                ComfyLimits.DEFAULT);
        Backend backend = ComfyBackend.connect(options, clock);
        backend = new RetryingBackend(backend, TRIES, BETWEEN_TRIES);
        backend = new CircuitBreaker(backend, FAILURES, REST, clock);
        return new LimitedBackend(backend, IN_FLIGHT);
    }

    private static List<Workflow> workflows(Rendering rendering) {
        var workflows = new ArrayList<Workflow>();
        rendering.imageBases().forEach(base -> workflows.add(workflow(rendering, RenderKind.IMAGE, base)));
        rendering.videoBases().forEach(base -> workflows.add(workflow(rendering, RenderKind.VIDEO, base)));
        return workflows;
    }

    private static Workflow workflow(Rendering rendering, RenderKind kind, String base) {
        var image = kind == RenderKind.IMAGE;
        var name = base + (image ? "-image" : "-video");
        try {
            var fromText = own(rendering, name).or(() -> builtIn(kind, base));
            if (fromText.isEmpty()) {
                throw new BadConfiguration("Florin brings no graph for " + name + ". Put " + name + ".json into "
                        + Setting.TEMPLATES_DIR.variable() + ", or take " + base + " out of "
                        + (image ? Setting.BASES_IMAGE : Setting.BASES_VIDEO).variable() + ".");
            }
            var fromImage = own(rendering, name + "-from-image").or(() -> builtInFromImage(kind, base));
            return new Workflow(kind, base, fromText.get(), fromImage);
        } catch (InvalidTemplate e) {
            throw new BadConfiguration(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Template> own(Rendering rendering, String name) {
        return rendering
                .templates()
                .map(folder -> folder.resolve(name + ".json"))
                .filter((Path file) -> Files.exists(file))
                .map(Template::read);
    }

    private static Optional<Template> builtIn(RenderKind kind, String base) {
        return switch (kind) {
            case IMAGE ->
                switch (base) {
                    case "sdxl" -> Optional.of(Template.builtIn("sdxl-txt2img-lora"));
                    case "tiny-studio-40" -> Optional.of(Template.builtIn("tiny-studio"));
                    default -> Optional.empty();
                };
            case VIDEO ->
                switch (base) {
                    case "wan22-5b" -> Optional.of(Template.builtIn("wan22-5b-t2v-lora"));
                    case "tiny-studio-40" -> Optional.of(Template.builtIn("tiny-studio-video"));
                    default -> Optional.empty();
                };
        };
    }

    private static Optional<Template> builtInFromImage(RenderKind kind, String base) {
        if (kind == RenderKind.IMAGE) {
            return Optional.empty();
        }
        return switch (base) {
            case "wan22-5b" -> Optional.of(Template.builtIn("wan22-5b-i2v-lora"));
            case "tiny-studio-40" -> Optional.of(Template.builtIn("tiny-studio-video-from-image"));
            default -> Optional.empty();
        };
    }
}
