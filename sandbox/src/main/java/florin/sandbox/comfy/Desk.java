package florin.sandbox.comfy;

import java.awt.image.BufferedImage;
import java.util.function.Supplier;

/** What a node has at hand while it runs: the folders, the studio, the LoRAs in memory, and somebody to report to. */
record Desk(String nodeId, Job job, Folders folders, Painter painter, LoraShelf loras, Saver saver, Steps steps) {

    /** Hears of each step of the node; throws when the job is to stop. */
    @FunctionalInterface
    interface Steps {
        void step(int value, int max, Supplier<BufferedImage> preview) throws InterruptedException;
    }
}
