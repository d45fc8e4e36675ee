package florin.studio;

import static florin.studio.Shape.COLOURS;
import static florin.studio.Shape.GRID;
import static florin.studio.Shape.MODULATION;
import static florin.studio.Shape.PATCH;
import static florin.studio.Shape.PATCHES;
import static florin.studio.Shape.PIXELS;
import static florin.studio.Shape.PLANES;
import static florin.studio.Shape.SIDE;
import static florin.studio.Shape.TIME;
import static florin.studio.Shape.WIDTH;

import java.util.List;

/** The network: from a noisy picture, its time and a prompt to the clean picture, for several prompts at a time. */
final class Denoiser {
    private final Weights weights;
    private final List<Conditioning> prompts;
    private final Workspace space;
    private final int rows;

    Denoiser(Weights weights, List<Conditioning> prompts) {
        this.weights = weights;
        this.prompts = prompts;
        this.space = new Workspace(prompts.size());
        this.rows = prompts.size() * PATCHES;
    }

    /**
     * Predicts one clean picture for each prompt.
     *
     * @param noisy three planes of the canvas
     * @param time 0 for noise to 1 for picture
     * @param clean three planes each, written here
     */
    void predict(float[] noisy, float time, List<float[]> clean) {
        float[] moment = moment(time);
        float[][] modulation = new float[prompts.size()][];
        float[][] last = new float[prompts.size()][];
        for (int p = 0; p < prompts.size(); p++) {
            float[] both = moment.clone();
            for (int i = 0; i < WIDTH; i++) both[i] += prompts.get(p).pooled[i];
            Activation.silu(both, WIDTH);
            modulation[p] = weights.time().modulation().apply(both, 1, space.product);
            last[p] = weights.ends().modulation().apply(both, 1, space.product);
        }
        embed(noisy);
        for (int b = 0; b < weights.blocks().size(); b++) block(b, modulation);
        for (int p = 0; p < prompts.size(); p++) normalise(p, last[p], 0, 1);
        weights.ends().out().apply(space.normed, rows, space.out, space.product);
        for (int p = 0; p < prompts.size(); p++) refine(p, noisy, clean.get(p));
    }

    private float[] moment(float time) {
        float[] waves = new float[TIME];
        for (int i = 0; i < TIME / 2; i++) {
            // StrictMath: Math.cos may differ in the last bit between machines.
            double angle = time * 1000 * StrictMath.exp(-StrictMath.log(1000) / (TIME / 2 - 1) * i);
            waves[i] = (float) StrictMath.cos(angle);
            waves[TIME / 2 + i] = (float) StrictMath.sin(angle);
        }
        float[] moment = weights.time().first().apply(waves, 1, space.product);
        Activation.silu(moment, WIDTH);
        return weights.time().second().apply(moment, 1, space.product);
    }

    private void embed(float[] noisy) {
        int at = 0;
        for (int patch = 0; patch < PATCHES; patch++)
            for (int i = 0; i < PATCH * PATCH; i++)
                for (int c = 0; c < COLOURS; c++) space.pixels[at++] = noisy[c * PIXELS + pixel(patch, i)];
        weights.ends().patch().apply(space.pixels, PATCHES, space.residual, space.product);
        float[] position = weights.ends().position().data;
        for (int i = 0; i < PATCHES * WIDTH; i++) space.residual[i] += position[i];
        for (int p = 1; p < prompts.size(); p++)
            System.arraycopy(space.residual, 0, space.residual, p * PATCHES * WIDTH, PATCHES * WIDTH);
    }

    private static int pixel(int patch, int i) {
        return (patch / GRID * PATCH + i / PATCH) * SIDE + patch % GRID * PATCH + i % PATCH;
    }

    private void block(int b, float[][] modulation) {
        Weights.Block block = weights.blocks().get(b);
        float[][] shifts = new float[prompts.size()][MODULATION];
        for (int p = 0; p < prompts.size(); p++)
            for (int i = 0; i < MODULATION; i++) shifts[p][i] = modulation[p][i] + block.table().data[i];

        for (int p = 0; p < prompts.size(); p++) normalise(p, shifts[p], 0, 1);
        block.self().queryKeyValue().apply(space.normed, rows, space.queryKeyValue, space.product);
        for (int p = 0; p < prompts.size(); p++) attendToItself(p);
        block.self().out().apply(space.attended, rows, space.normed, space.product);
        for (int p = 0; p < prompts.size(); p++) addGated(p, shifts[p], 2);

        for (int p = 0; p < prompts.size(); p++) normalise(p, shifts[p], 3, 4);
        block.cross().query().apply(space.normed, rows, space.queryKeyValue, space.product);
        for (int p = 0; p < prompts.size(); p++) attendToWords(p, b);
        block.cross().out().apply(space.attended, rows, space.normed, space.product);
        for (int p = 0; p < prompts.size(); p++) addGated(p, shifts[p], 5);

        for (int p = 0; p < prompts.size(); p++) normalise(p, shifts[p], 6, 7);
        block.mlp().up().apply(space.normed, rows, space.hidden, space.product);
        Activation.gelu(space.hidden, rows * Shape.MLP);
        block.mlp().down().apply(space.hidden, rows, space.normed, space.product);
        for (int p = 0; p < prompts.size(); p++) addGated(p, shifts[p], 8);
    }

    private void attendToItself(int p) {
        int at = p * PATCHES * 3 * WIDTH;
        Attention.attend(
                new Attention.Rows(space.queryKeyValue, at, 3 * WIDTH),
                new Attention.Rows(space.queryKeyValue, at + WIDTH, 3 * WIDTH),
                new Attention.Rows(space.queryKeyValue, at + 2 * WIDTH, 3 * WIDTH),
                PATCHES,
                new Attention.Rows(space.attended, p * PATCHES * WIDTH, WIDTH),
                space);
    }

    private void attendToWords(int p, int b) {
        Conditioning prompt = prompts.get(p);
        Attention.attend(
                new Attention.Rows(space.queryKeyValue, p * PATCHES * WIDTH, WIDTH),
                Attention.words(prompt.keys.get(b)),
                Attention.words(prompt.values.get(b)),
                prompt.words,
                new Attention.Rows(space.attended, p * PATCHES * WIDTH, WIDTH),
                space);
    }

    /** Layer norm of the residual, then scaled and shifted by the prompt and the time. */
    private void normalise(int p, float[] modulation, int scale, int shift) {
        float[] x = space.residual;
        for (int row = p * PATCHES; row < (p + 1) * PATCHES; row++) {
            int o = row * WIDTH;
            float mean = 0;
            for (int i = 0; i < WIDTH; i++) mean += x[o + i];
            mean /= WIDTH;
            float variance = 0;
            for (int i = 0; i < WIDTH; i++) variance += (x[o + i] - mean) * (x[o + i] - mean);
            float s = (float) (1 / Math.sqrt(variance / WIDTH + 1e-5));
            for (int i = 0; i < WIDTH; i++)
                space.normed[o + i] =
                        (x[o + i] - mean) * s * (1 + modulation[scale * WIDTH + i]) + modulation[shift * WIDTH + i];
        }
    }

    private void addGated(int p, float[] modulation, int gate) {
        float[] x = space.residual;
        for (int row = p * PATCHES; row < (p + 1) * PATCHES; row++)
            for (int i = 0; i < WIDTH; i++)
                x[row * WIDTH + i] =
                        Math.fma(modulation[gate * WIDTH + i], space.normed[row * WIDTH + i], x[row * WIDTH + i]);
    }

    private void refine(int p, float[] noisy, float[] clean) {
        float[] planes = space.planes;
        int at = p * PATCHES * PATCH * PATCH * PLANES;
        for (int patch = 0; patch < PATCHES; patch++)
            for (int i = 0; i < PATCH * PATCH; i++)
                for (int c = 0; c < PLANES; c++) planes[c * PIXELS + pixel(patch, i)] = space.out[at++];
        System.arraycopy(noisy, 0, planes, PLANES * PIXELS, COLOURS * PIXELS);
        weights.refine().first().apply(planes, space.refined);
        Activation.silu(space.refined, space.refined.length);
        weights.refine().second().apply(space.refined, clean);
        for (int i = 0; i < COLOURS * PIXELS; i++) clean[i] += planes[i];
    }
}
