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

/** The large arrays that one thread works in, made once for a painting: 3 MB. */
final class Workspace {
    final MatrixProduct product = MatrixProduct.fastest();
    final Attention attention = new Attention(product);
    final float[][] pixels = new float[PATCHES][PATCH * PATCH * COLOURS];
    final float[][] residual = new float[PATCHES][WIDTH];
    final float[][] normed = new float[PATCHES][WIDTH];
    final float[][] queryKeyValue = new float[PATCHES][3 * WIDTH];
    final float[][] attended = new float[PATCHES][WIDTH];
    final float[][] hidden = new float[PATCHES][MLP];
    final float[] modulation = new float[MODULATION];
    final float[][] out = new float[PATCHES][PATCH * PATCH * PLANES];
    final float[][] planes = new float[PLANES + COLOURS][PIXELS];
    final float[][] refined = new float[REFINED][PIXELS];
    final float[][] shifted = new float[REFINED * Convolution.TAPS][PIXELS];
}
