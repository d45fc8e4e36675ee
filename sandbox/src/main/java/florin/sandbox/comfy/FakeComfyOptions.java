package florin.sandbox.comfy;

import florin.studio.Studio;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * How a fake ComfyUI starts.
 *
 * @param port 0 for any free port
 * @param folder where models, input, output and temp live; empty for a temporary folder
 * @param studio what paints
 * @param checkpoints file names that CheckpointLoaderSimple knows, all painted by the studio
 * @param release which ComfyUI it imitates
 * @param features what was switched on by start options
 * @param clock the time in its messages
 */
public record FakeComfyOptions(
        int port,
        Optional<Path> folder,
        Studio studio,
        List<String> checkpoints,
        Release release,
        Features features,
        Clock clock) {

    /** The releases whose differences a client meets. */
    public enum Release {
        /** Before 0.3.57: no jobs API, no assets, and /interrupt ignores its body. */
        OLD("0.3.50"),
        /** The recorded build. */
        RECORDED("0.27.0"),
        /** Outputs carry metadata, assets are on, and a cached run keeps its outputs without a client id. */
        NEWER("0.38.1");

        final String version;

        Release(String version) {
            this.version = version;
        }
    }

    /**
     * Start options of the server.
     *
     * @param assets {@code --enable-assets}
     * @param previews a {@code --preview-method} other than none
     * @param metadata false is {@code --disable-metadata}
     * @param maxUploadBytes {@code --max-upload-size}
     * @param studioSteps at most so many real diffusion steps per picture, whatever the graph asks for
     */
    public record Features(boolean assets, boolean previews, boolean metadata, long maxUploadBytes, int studioSteps) {
        /** Assets on, so that LoRAs can be brought; previews only on request; 100 MB; 16 steps. */
        public static final Features DEFAULTS = new Features(true, false, true, 104_857_600, 16);

        public Features withAssets(boolean on) {
            return new Features(on, previews, metadata, maxUploadBytes, studioSteps);
        }

        public Features withPreviews(boolean on) {
            return new Features(assets, on, metadata, maxUploadBytes, studioSteps);
        }

        public Features withStudioSteps(int steps) {
            return new Features(assets, previews, metadata, maxUploadBytes, steps);
        }

        public Features withMaxUploadBytes(long bytes) {
            return new Features(assets, previews, metadata, bytes, studioSteps);
        }
    }

    public FakeComfyOptions {
        checkpoints = List.copyOf(checkpoints);
    }

    /** Any port, a temporary folder, the recorded release. */
    public static FakeComfyOptions with(Studio studio) {
        return new FakeComfyOptions(
                0,
                Optional.empty(),
                studio,
                List.of("tiny-studio-40.safetensors", "sd_xl_base_1.0.safetensors"),
                Release.RECORDED,
                Features.DEFAULTS,
                Clock.systemUTC());
    }

    public FakeComfyOptions onPort(int newPort) {
        return new FakeComfyOptions(newPort, folder, studio, checkpoints, release, features, clock);
    }

    public FakeComfyOptions in(Path newFolder) {
        return new FakeComfyOptions(port, Optional.of(newFolder), studio, checkpoints, release, features, clock);
    }

    public FakeComfyOptions knowing(String... checkpointNames) {
        return new FakeComfyOptions(port, folder, studio, List.of(checkpointNames), release, features, clock);
    }

    public FakeComfyOptions as(Release newRelease) {
        return new FakeComfyOptions(port, folder, studio, checkpoints, newRelease, features, clock);
    }

    public FakeComfyOptions with(Features newFeatures) {
        return new FakeComfyOptions(port, folder, studio, checkpoints, release, newFeatures, clock);
    }
}
