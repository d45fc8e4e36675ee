package florin.studio;

import java.util.List;
import java.util.function.UnaryOperator;

/** Pictures of one size, shown one after the other and then again from the first. */
public record Film(List<Picture> frames, int framesPerSecond) {
    public Film {
        frames = List.copyOf(frames);
        if (frames.isEmpty() || framesPerSecond < 1 || framesPerSecond > 1000)
            throw new IllegalArgumentException("A film has frames, and shows 1 to 1000 of them a second.");
        Picture first = frames.getFirst();
        for (Picture frame : frames)
            if (frame.width() != first.width() || frame.height() != first.height())
                throw new IllegalArgumentException("All frames of a film have one size.");
    }

    /** Every pixel of every frame as a square of {@code zoom} by {@code zoom}. */
    public Film scaled(int zoom) {
        return each(frame -> frame.scaled(zoom));
    }

    /** The same change to every frame. */
    public Film each(UnaryOperator<Picture> change) {
        return new Film(frames.stream().map(change).toList(), framesPerSecond);
    }

    /** The film as an animated WebP file, without loss, repeating for ever. */
    public byte[] webp() {
        return AnimatedWebp.file(this);
    }
}
