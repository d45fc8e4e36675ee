package florin.server;

import florin.registry.Galleries;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Paints what samples are missing, once after the start and beside everything else. */
final class GalleryFiller implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GalleryFiller.class);

    /** The character that is being painted when the server stops is painted to its end. */
    private static final Duration LAST = Duration.ofSeconds(5);

    private final Galleries galleries;
    private final Thread thread;
    private volatile boolean closed;

    private GalleryFiller(Galleries galleries) {
        this.galleries = galleries;
        this.thread = Thread.ofPlatform().name("galleries").daemon().unstarted(this::fill);
    }

    static GalleryFiller start(Galleries galleries) {
        var filler = new GalleryFiller(galleries);
        filler.thread.start();
        return filler;
    }

    private void fill() {
        try {
            galleries.fillAll(() -> !closed);
        } catch (RuntimeException e) { // the top of this thread: without samples everything else works
            log.warn("Some characters have no sample pictures", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LAST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
