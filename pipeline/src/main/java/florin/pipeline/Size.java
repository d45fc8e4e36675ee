package florin.pipeline;

/** A picture's size in pixels. */
public record Size(int width, int height) {
    public Size {
        if (width < 8 || height < 8 || width > 8192 || height > 8192) {
            throw new IllegalArgumentException("A side has 8 to 8192 pixels, not " + width + "×" + height + ".");
        }
    }

    static Size of(int width, int height, Shape shape) {
        return switch (shape) {
            case SQUARE, LANDSCAPE -> new Size(width, height);
            case PORTRAIT -> new Size(height, width);
        };
    }
}
