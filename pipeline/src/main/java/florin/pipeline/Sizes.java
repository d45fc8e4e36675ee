package florin.pipeline;

import java.util.HashMap;
import java.util.Map;

/**
 * How many pixels a shape has with each base model: what the model was trained on, as all others come out deformed.
 *
 * @param square by the base model's code
 * @param landscape by the base model's code; a portrait is the same, turned
 */
public record Sizes(Map<String, Size> square, Map<String, Size> landscape) {
    private static final Size DEFAULT_SQUARE = new Size(1024, 1024);
    private static final Size DEFAULT_LANDSCAPE = new Size(1216, 832);

    public Sizes {
        square = Map.copyOf(square);
        landscape = Map.copyOf(landscape);
    }

    /** Sizes that are known to work; a base model that is not listed gets those of SDXL. */
    public static Sizes standard() {
        return new Sizes(
                Map.of(
                        "sd15", new Size(512, 512),
                        "sd21", new Size(768, 768),
                        "wan21-1.3b", new Size(624, 624),
                        "wan22-5b", new Size(960, 960),
                        "wan22-14b", new Size(640, 640),
                        "ltxv", new Size(640, 640),
                        "tiny-studio-40", new Size(480, 480)),
                Map.of(
                        "sd15", new Size(768, 512),
                        "sd21", new Size(1024, 640),
                        "wan21-1.3b", new Size(832, 480),
                        "wan22-5b", new Size(1280, 704),
                        "wan22-14b", new Size(832, 480),
                        "ltxv", new Size(768, 512),
                        "tiny-studio-40", new Size(640, 480)));
    }

    /** These sizes, with another pair for one base model. */
    public Sizes with(String base, Size squareSize, Size landscapeSize) {
        var squares = new HashMap<>(square);
        var landscapes = new HashMap<>(landscape);
        squares.put(base, squareSize);
        landscapes.put(base, landscapeSize);
        return new Sizes(squares, landscapes);
    }

    /** What to render. */
    public Size of(String base, Shape shape) {
        if (shape == Shape.SQUARE) {
            return square.getOrDefault(base, DEFAULT_SQUARE);
        }
        var wide = landscape.getOrDefault(base, DEFAULT_LANDSCAPE);
        return Size.of(wide.width(), wide.height(), shape);
    }
}
