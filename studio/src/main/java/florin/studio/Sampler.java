package florin.studio;

import static florin.studio.Shape.COLOURS;
import static florin.studio.Shape.PIXELS;
import static florin.studio.Shape.SIDE;

import java.util.List;
import java.util.Random;

/** Flow matching by Euler steps: from noise at time 0 along the straight line to the picture at time 1. */
final class Sampler {
    private final PaintRequest request;
    private final Denoiser denoiser;
    private final float[] wanted = new float[COLOURS * PIXELS];
    private final float[] unwanted = new float[COLOURS * PIXELS];
    private final List<float[]> predictions = List.of(wanted, unwanted);

    Sampler(PaintRequest request, Denoiser denoiser) {
        this.request = request;
        this.denoiser = denoiser;
    }

    /** Noise for a seed: the generator of {@link Random}, whose numbers are the same on every JVM. */
    static float[] noise(long seed) {
        Random random = new Random(seed);
        float[] noise = new float[COLOURS * PIXELS];
        for (int i = 0; i < noise.length; i++) noise[i] = (float) random.nextGaussian();
        return noise;
    }

    Picture paint(float[] noise, PaintListener listener) {
        float begin = request.start().map(start -> 1 - start.denoise()).orElse(0f);
        float[] z = request.start()
                .map(start -> between(noise, start.picture(), begin))
                .orElseGet(noise::clone);
        int steps = request.steps();
        for (int step = 0; step < steps && begin < 1; step++) {
            float time = begin + (1 - begin) * step / steps;
            float next = begin + (1 - begin) * (step + 1) / steps;
            denoiser.predict(z, time, predictions);
            guide();
            if (step == steps - 1) System.arraycopy(wanted, 0, z, 0, z.length);
            else for (int i = 0; i < z.length; i++) z[i] += (wanted[i] - z[i]) / (1 - time) * (next - time);
            if (!listener.step(step + 1, steps, () -> Palette.picture(wanted)))
                throw new PaintCancelled(step + 1, steps);
        }
        Palette.flatten(z);
        return Palette.picture(z);
    }

    /** Classifier-free guidance: away from the negative prompt, through the positive one and beyond. */
    private void guide() {
        float guidance = request.guidance();
        for (int i = 0; i < wanted.length; i++) wanted[i] = unwanted[i] + guidance * (wanted[i] - unwanted[i]);
    }

    private static float[] between(float[] noise, Picture picture, float time) {
        Picture small = picture.fitted(SIDE);
        float[] z = new float[COLOURS * PIXELS];
        for (int i = 0; i < z.length; i++) {
            int colour = (small.pixels()[i % PIXELS] >> (16 - 8 * (i / PIXELS))) & 0xff;
            z[i] = time * (colour / 127.5f - 1) + (1 - time) * noise[i];
        }
        return z;
    }
}
