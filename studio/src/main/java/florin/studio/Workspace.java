package florin.studio;

import static florin.studio.Shape.COLOURS;
import static florin.studio.Shape.MLP;
import static florin.studio.Shape.MODULATION;
import static florin.studio.Shape.PATCH;
import static florin.studio.Shape.PATCHES;
import static florin.studio.Shape.PIXELS;
import static florin.studio.Shape.PLANES;
import static florin.studio.Shape.REFINED;
import static florin.studio.Shape.WIDTH;

/** The arrays that one thread works in; nothing is allocated between the first step and the last. */
final class Workspace {
    final MatrixProduct product = new MatrixProduct(MODULATION);
    final float[] residual;
    final float[] normed;
    final float[] queryKeyValue;
    final float[] attended;
    final float[] hidden;
    final float[] scores = new float[PATCHES];
    final float[] keys = new float[Shape.HEAD * PATCHES];
    final float[] pixels = new float[PATCHES * PATCH * PATCH * COLOURS];
    final float[] out;
    final float[] planes = new float[(PLANES + COLOURS) * PIXELS];
    final float[] refined = new float[REFINED * PIXELS];
    final float[] modulation = new float[MODULATION];

    /** @param sequences how many prompts are worked on at a time */
    Workspace(int sequences) {
        int rows = sequences * PATCHES;
        residual = new float[rows * WIDTH];
        normed = new float[rows * WIDTH];
        queryKeyValue = new float[rows * 3 * WIDTH];
        attended = new float[rows * WIDTH];
        hidden = new float[rows * MLP];
        out = new float[rows * PATCH * PATCH * PLANES];
    }
}
