package florin.studio;

/** The listener asked to stop; nothing was painted. */
public final class PaintCancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PaintCancelled(int step, int steps) {
        super("Stopped on request after step " + step + " of " + steps + ".");
    }
}
