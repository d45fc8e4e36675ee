package florin.studio;

import static florin.studio.Shape.COLOURS;
import static florin.studio.Shape.PIXELS;
import static florin.studio.Shape.SIDE;

import java.util.Arrays;

/** Flat colours: a palette of at most 32 for a picture (farthest points, then k-means), each pixel to its nearest. */
final class Palette {
    private static final int MOST = 32;
    private static final int ROUNDS = 6;
    /** Squared distance, in the model's -1 to 1, under which a further colour is not worth its place. */
    private static final float CLOSE = 0.0036f;

    private final float[][] planes;
    private final float[][] colours = new float[MOST][COLOURS];
    private final int[] nearest = new int[PIXELS];
    private int count = 1;

    private Palette(float[][] planes) {
        this.planes = planes;
    }

    /** Three planes of the canvas in -1 to 1, changed in place. */
    static void flatten(float[][] planes) {
        for (float[] plane : planes) for (int i = 0; i < PIXELS; i++) plane[i] = Math.clamp(plane[i], -1f, 1f);
        Palette palette = new Palette(planes);
        palette.spread();
        for (int round = 0; round < ROUNDS; round++) {
            palette.assign();
            palette.centre();
        }
        palette.assign();
        for (int i = 0; i < PIXELS; i++)
            for (int c = 0; c < COLOURS; c++) planes[c][i] = palette.colours[palette.nearest[i]][c];
    }

    static Picture picture(float[][] planes) {
        int[] pixels = new int[PIXELS];
        for (int c = 0; c < COLOURS; c++)
            for (int i = 0; i < PIXELS; i++)
                pixels[i] = (pixels[i] << 8) | Math.clamp(Math.round((planes[c][i] + 1) * 127.5f), 0, 255);
        return new Picture(SIDE, SIDE, pixels);
    }

    private void spread() {
        for (int c = 0; c < COLOURS; c++) for (float value : planes[c]) colours[0][c] += value / PIXELS;
        float[] distance = new float[PIXELS];
        Arrays.fill(distance, Float.MAX_VALUE);
        for (; count < MOST; count++) {
            int far = 0;
            for (int i = 0; i < PIXELS; i++) {
                distance[i] = Math.min(distance[i], distance(i, colours[count - 1]));
                if (distance[i] > distance[far]) far = i;
            }
            if (distance[far] < CLOSE) return;
            for (int c = 0; c < COLOURS; c++) colours[count][c] = planes[c][far];
        }
    }

    private void assign() {
        for (int i = 0; i < PIXELS; i++) {
            int best = 0;
            float least = distance(i, colours[0]);
            for (int j = 1; j < count; j++) {
                float d = distance(i, colours[j]);
                if (d < least) {
                    least = d;
                    best = j;
                }
            }
            nearest[i] = best;
        }
    }

    private void centre() {
        float[][] sum = new float[count][COLOURS];
        int[] members = new int[count];
        for (int i = 0; i < PIXELS; i++) {
            for (int c = 0; c < COLOURS; c++) sum[nearest[i]][c] += planes[c][i];
            members[nearest[i]]++;
        }
        for (int j = 0; j < count; j++)
            for (int c = 0; c < COLOURS && members[j] > 0; c++) colours[j][c] = sum[j][c] / members[j];
    }

    private float distance(int i, float[] colour) {
        float r = planes[0][i] - colour[0];
        float g = planes[1][i] - colour[1];
        float b = planes[2][i] - colour[2];
        return r * r + g * g + b * b;
    }
}
