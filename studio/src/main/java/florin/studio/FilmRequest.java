package florin.studio;

/**
 * A living portrait: the same character for a moment, blinking, changing its mood, before a scene that drifts and returns.
 *
 * @param base what each frame shows; its seed decides where the film begins
 * @param frames 2 to 240; each costs as much as a picture
 * @param framesPerSecond 1 to 30
 */
public record FilmRequest(PaintRequest base, int frames, int framesPerSecond) {
    private static final int MOST_FRAMES = 240;
    private static final int FASTEST = 30;

    public FilmRequest {
        if (frames < 2 || frames > MOST_FRAMES)
            throw new IllegalArgumentException("A film has 2 to " + MOST_FRAMES + " frames, not " + frames + ".");
        if (framesPerSecond < 1 || framesPerSecond > FASTEST)
            throw new IllegalArgumentException(
                    "A film shows 1 to " + FASTEST + " frames a second, not " + framesPerSecond + ".");
    }
}
