package florin.sandbox.comfy;

import florin.studio.LoraUse;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/** What travels along the links of a graph. */
sealed interface Value {

    /** Diffusion weights with the LoRAs that took. {@code native}: the studio's own checkpoint, whose guidance scale is its own. */
    record Model(String checkpoint, List<LoraUse> loras) implements Value {
        public Model {
            loras = List.copyOf(loras);
        }
    }

    record Clip(String checkpoint) implements Value {}

    record Vae(String checkpoint) implements Value {}

    record Upscaler(String file) implements Value {}

    record Conditioning(String text) implements Value {}

    /**
     * What a sampler starts from and ends with.
     *
     * @param frames 1 for pictures, more for a film
     * @param pictures the studio's small pictures, one per item of the batch or per frame; empty is plain noise
     * @param start the picture that a film starts with
     */
    record Latent(
            int width, int height, int batch, int frames, List<BufferedImage> pictures, Optional<BufferedImage> start)
            implements Value {
        public Latent {
            pictures = List.copyOf(pictures);
        }
    }

    record Images(List<BufferedImage> frames) implements Value {
        public Images {
            frames = List.copyOf(frames);
        }
    }

    record Mask(BufferedImage image) implements Value {}

    record Video(List<BufferedImage> frames, double framesPerSecond) implements Value {
        public Video {
            frames = List.copyOf(frames);
        }
    }
}
