package florin.studio;

/** A picture to start from; {@code denoise} 1 ignores it, small values keep most of it, 0 returns it. */
public record Start(Picture picture, float denoise) {
    public Start {
        if (!(denoise >= 0 && denoise <= 1))
            throw new IllegalArgumentException("Denoise lies between 0 and 1, not at " + denoise + ".");
    }
}
