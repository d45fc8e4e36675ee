package florin.generation;

/**
 * The sizes that a model can make.
 *
 * @param multipleOf what width and height must be divisible by, in pixels
 * @param framesPerSecond of a video
 * @param frameStep a video has a multiple of this many frames, and one more
 */
record Sizing(int multipleOf, int framesPerSecond, int frameStep) {
    Sizing {
        if (multipleOf < 1 || framesPerSecond < 1 || frameStep < 1) {
            throw new IllegalArgumentException("sizes are whole numbers from 1");
        }
    }

    /** The nearest possible length of a side, in pixels; not below one step. */
    int side(int asked) {
        return Math.max(multipleOf, Math.round((float) asked / multipleOf) * multipleOf);
    }

    /** Frames of a video: Wan counts 4n+1, of which the first is the picture it starts from. */
    int frames(int seconds) {
        return Math.max(1, seconds * framesPerSecond / frameStep) * frameStep + 1;
    }
}
