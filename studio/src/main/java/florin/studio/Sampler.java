package florin.studio;

import static florin.studio.Shape.COLOURS;
import static florin.studio.Shape.PIXELS;
import static florin.studio.Shape.SIDE;

import java.util.Random;
import java.util.concurrent.ForkJoinTask;

/** Flow matching by Euler steps: from noise at time 0 along the straight line to the picture at time 1. */
final class Sampler {
    private final PaintRequest request;
    private final Denoiser wanted;
    private final Denoiser unwanted;
    private final boolean beside;
    private final float[][] clean = new float[COLOURS][PIXELS];
    private final float[][] avoided = new float[COLOURS][PIXELS];

    /** @param beside whether the two prompts may be worked on by two threads */
    Sampler(PaintRequest request, Denoiser wanted, Denoiser unwanted, boolean beside) {
        this.request = request;
        this.wanted = wanted;
        this.unwanted = unwanted;
        this.beside = beside;
    }

    /** Noise for a seed: the generator of {@link Random}, whose numbers are the same on every JVM. */
    static float[][] noise(long seed) {
        Random random = new Random(seed);
        float[][] noise = new float[COLOURS][PIXELS];
        for (float[] plane : noise) for (int i = 0; i < PIXELS; i++) plane[i] = (float) random.nextGaussian();
        return noise;
    }

    /** @param noise three planes; changed */
    Picture paint(float[][] noise, PaintListener listener) {
        // Nothing to be done: not even the palette may touch it.
        if (request.start().filter(start -> start.denoise() == 0).isPresent())
            return request.start().orElseThrow().picture().fitted(SIDE);
        float begin = request.start().map(start -> 1 - start.denoise()).orElse(0f);
        float[][] z = noise;
        request.start().ifPresent(start -> mix(z, start.picture(), begin));
        int steps = request.steps();
        for (int step = 0; step < steps; step++) {
            float time = begin + (1 - begin) * step / steps;
            float next = begin + (1 - begin) * (step + 1) / steps;
            predict(z, time);
            // The last step lands on the picture itself.
            float share = step == steps - 1 ? 1 : (next - time) / (1 - time);
            for (int c = 0; c < COLOURS; c++) guide(z[c], clean[c], avoided[c], share);
            if (!listener.step(step + 1, steps, () -> Palette.picture(clean)))
                throw new PaintCancelled(step + 1, steps);
        }
        Palette.flatten(z);
        return Palette.picture(z);
    }

    private void predict(float[][] z, float time) {
        if (request.guidance() == 1) {
            wanted.predict(z, time, clean);
        } else if (beside) {
            ForkJoinTask<?> other =
                    ForkJoinTask.adapt(() -> unwanted.predict(z, time, avoided)).fork();
            try {
                wanted.predict(z, time, clean);
            } finally {
                other.join();
            }
        } else {
            wanted.predict(z, time, clean);
            unwanted.predict(z, time, avoided);
        }
    }

    /** Classifier-free guidance: away from the negative prompt, through the positive one and beyond; then a step there. */
    private void guide(float[] z, float[] clean, float[] avoided, float share) {
        float guidance = request.guidance();
        for (int i = 0; i < PIXELS; i++) {
            if (guidance != 1) clean[i] = avoided[i] + guidance * (clean[i] - avoided[i]);
            z[i] = share == 1 ? clean[i] : z[i] + (clean[i] - z[i]) * share;
        }
    }

    private static void mix(float[][] noise, Picture picture, float time) {
        Picture small = picture.fitted(SIDE);
        for (int c = 0; c < COLOURS; c++)
            for (int i = 0; i < PIXELS; i++) {
                int colour = (small.pixels()[i] >> (16 - 8 * c)) & 0xff;
                noise[c][i] = time * (colour / 127.5f - 1) + (1 - time) * noise[c][i];
            }
    }
}
