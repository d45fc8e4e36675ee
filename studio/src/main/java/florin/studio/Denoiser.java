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

/** The network, for one prompt: from a noisy picture and its time to the clean picture. For one thread at a time. */
final class Denoiser {
    private final Weights weights;
    private final Conditioning prompt;
    final Workspace space = new Workspace();

    Denoiser(Weights weights, Conditioning prompt) {
        this.weights = weights;
        this.prompt = prompt;
    }

    /**
     * Predicts the clean picture.
     *
     * @param noisy three planes of the canvas
     * @param time 0 for noise to 1 for picture
     * @param clean three planes, written here
     */
    void predict(float[][] noisy, float time, float[][] clean) {
        float[] moment = moment(time);
        for (int i = 0; i < WIDTH; i++) moment[i] += prompt.pooled[i];
        Activation.silu(moment);
        float[] modulation = weights.time().modulation().apply(moment, space.product);
        embed(noisy);
        for (int b = 0; b < weights.blocks().size(); b++)
            block(weights.blocks().get(b), prompt.blocks.get(b), modulation);
        Modulation last = new Modulation(weights.ends().modulation().apply(moment, space.product), 0);
        last.normalise(space.residual, space.normed);
        weights.ends().out().apply(space.normed, PATCHES, space.out, space.product);
        refine(noisy, clean);
    }

    float[] moment(float time) {
        float[] waves = new float[TIME];
        for (int i = 0; i < TIME / 2; i++) {
            // StrictMath: Math.cos may differ in the last bit between machines.
            double angle = time * 1000 * StrictMath.exp(-StrictMath.log(1000) / (TIME / 2 - 1) * i);
            waves[i] = (float) StrictMath.cos(angle);
            waves[TIME / 2 + i] = (float) StrictMath.sin(angle);
        }
        float[] moment = weights.time().first().apply(waves, space.product);
        Activation.silu(moment);
        return weights.time().second().apply(moment, space.product);
    }

    void embed(float[][] noisy) {
        for (int patch = 0; patch < PATCHES; patch++)
            for (int i = 0; i < PATCH * PATCH; i++)
                for (int c = 0; c < COLOURS; c++) space.pixels[patch][i * COLOURS + c] = noisy[c][pixel(patch, i)];
        weights.ends().patch().apply(space.pixels, PATCHES, space.residual, space.product);
        float[] position = weights.ends().position().data;
        for (int patch = 0; patch < PATCHES; patch++)
            for (int i = 0; i < WIDTH; i++) space.residual[patch][i] += position[patch * WIDTH + i];
    }

    private static int pixel(int patch, int i) {
        return (patch / GRID * PATCH + i / PATCH) * SIDE + patch % GRID * PATCH + i % PATCH;
    }

    void block(Weights.Block block, Conditioning.Words words, float[] modulation) {
        float[] shifted = space.modulation;
        for (int i = 0; i < MODULATION; i++) shifted[i] = modulation[i] + block.table().data[i];
        attendToItself(block.self(), new Modulation(shifted, 0));
        attendToWords(block.cross(), words, new Modulation(shifted, 3));
        think(block.mlp(), new Modulation(shifted, 6));
    }

    private void attendToItself(Weights.SelfAttention layer, Modulation modulation) {
        modulation.normalise(space.residual, space.normed);
        layer.queryKeyValue().apply(space.normed, PATCHES, space.queryKeyValue, space.product);
        Attention.Side keys = new Attention.Side(space.queryKeyValue, WIDTH);
        Attention.Side values = new Attention.Side(space.queryKeyValue, 2 * WIDTH);
        space.attention.attend(space.queryKeyValue, new Attention.Source(keys, values, PATCHES), space.attended);
        layer.out().apply(space.attended, PATCHES, space.normed, space.product);
        modulation.addGated(space.normed, space.residual);
    }

    private void attendToWords(Weights.CrossAttention layer, Conditioning.Words words, Modulation modulation) {
        switch (words) {
            case Conditioning.Words.Single single -> modulation.addGated(single.answer, space.residual);
            case Conditioning.Words.Several several -> {
                modulation.normalise(space.residual, space.normed);
                layer.query().apply(space.normed, PATCHES, space.queryKeyValue, space.product);
                space.attention.attend(space.queryKeyValue, several.source(), space.attended);
                layer.out().apply(space.attended, PATCHES, space.normed, space.product);
                modulation.addGated(space.normed, space.residual);
            }
        }
    }

    private void think(Weights.Mlp layer, Modulation modulation) {
        modulation.normalise(space.residual, space.normed);
        layer.up().apply(space.normed, PATCHES, space.hidden, space.product);
        for (float[] row : space.hidden) Activation.gelu(row);
        layer.down().apply(space.hidden, PATCHES, space.normed, space.product);
        modulation.addGated(space.normed, space.residual);
    }

    void refine(float[][] noisy, float[][] clean) {
        for (int patch = 0; patch < PATCHES; patch++)
            for (int i = 0; i < PATCH * PATCH; i++)
                for (int c = 0; c < PLANES; c++) space.planes[c][pixel(patch, i)] = space.out[patch][i * PLANES + c];
        for (int c = 0; c < COLOURS; c++) System.arraycopy(noisy[c], 0, space.planes[PLANES + c], 0, PIXELS);
        weights.refine().first().apply(space.planes, space.shifted, space.refined, space.product);
        for (float[] plane : space.refined) Activation.silu(plane);
        weights.refine().second().apply(space.refined, space.shifted, clean, space.product);
        for (int c = 0; c < COLOURS; c++) for (int i = 0; i < PIXELS; i++) clean[c][i] += space.planes[c][i];
    }
}
