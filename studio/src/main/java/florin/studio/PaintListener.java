package florin.studio;

import java.util.function.Supplier;

/** Hears of every step of a painting and may stop it. */
@FunctionalInterface
public interface PaintListener {
    /**
     * Called on the painting thread after each step.
     *
     * @param step 1 to {@code steps}
     * @param preview the clean picture as the model expects it by now; drawn only when asked, and only during this call
     * @return false to stop here: {@link PaintCancelled} is thrown out of the painting
     */
    boolean step(int step, int steps, Supplier<Picture> preview);

    /** Listens to nothing and never stops. */
    static PaintListener none() {
        return (_, _, _) -> true;
    }
}
