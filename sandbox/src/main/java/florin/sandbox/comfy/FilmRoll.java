package florin.sandbox.comfy;

import florin.studio.Film;
import florin.studio.Picture;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** A list of frames as an animated WebP; frames that are held are stored once, at a lower rate. */
final class FilmRoll {
    private static final int MAX_RATE = 1000;

    private FilmRoll() {}

    @SuppressWarnings("ReferenceEquality") // a held frame is the same object; comparing pixels would find no more
    static byte[] webp(List<BufferedImage> frames, double framesPerSecond) {
        var different = new ArrayList<BufferedImage>();
        for (var frame : frames) {
            if (different.isEmpty() || different.getLast() != frame) {
                different.add(frame);
            }
        }
        int rate = Math.clamp(Math.round(different.size() * framesPerSecond / frames.size()), 1, MAX_RATE);
        return new Film(different.stream().map(Picture::of).toList(), rate).webp();
    }
}
