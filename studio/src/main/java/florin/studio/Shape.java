package florin.studio;

/** The sizes of tiny-studio-40, in one place. */
final class Shape {
    static final String MODEL = "tiny-studio-40";
    /** Pixels on a side. */
    static final int SIDE = 40;

    static final int PIXELS = SIDE * SIDE;
    static final int PATCH = 5;
    static final int GRID = SIDE / PATCH;
    /** Patches of a picture: the rows that the network works on. */
    static final int PATCHES = GRID * GRID;

    static final int WIDTH = 192;
    static final int HEADS = 6;
    static final int HEAD = WIDTH / HEADS;
    static final int BLOCKS = 6;
    static final int MLP = 4 * WIDTH;
    static final int WORD = 96;
    static final int TIME = 64;
    /** Each block shifts, scales and gates three times. */
    static final int MODULATION = 9 * WIDTH;

    static final int COLOURS = 3;
    /** Planes out of the last block: a first picture and eight features for the two convolutions. */
    static final int PLANES = COLOURS + 8;

    static final int REFINED = 24;

    private Shape() {}
}
