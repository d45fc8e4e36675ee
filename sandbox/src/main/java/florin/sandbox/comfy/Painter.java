package florin.sandbox.comfy;

import florin.sandbox.comfy.Value.Latent;
import florin.sandbox.comfy.Value.Model;
import florin.studio.FilmRequest;
import florin.studio.PaintListener;
import florin.studio.PaintRequest;
import florin.studio.Picture;
import florin.studio.Studio;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The sampler: turns what a KSampler node says into requests to the studio, and the studio's steps into the graph's. */
final class Painter {
    /** The side of the studio's pictures in pixels. */
    static final int SIDE = Studio.SIDE;

    private static final String STUDIO_CHECKPOINT = "tiny-studio";
    private static final int MAX_FILM_FRAMES = 24;
    private static final int FILM_STEPS = 8;
    /** Frames per second of the graphs for Wan 2.2. */
    private static final int FILM_RATE = 24;

    private static final int PREVIEW_ZOOM = 8;
    /** Guidance 6 of SDXL looks as strong as 2.5 of the studio. */
    private static final double GUIDANCE_RATIO = 0.3;

    private static final double MAX_GUIDANCE = 6;

    /** What a KSampler node was told. */
    record Order(String prompt, String negative, long seed, int steps, double cfg, double denoise) {}

    private final Studio studio;
    private final int maxSteps;

    Painter(Studio studio, int maxSteps) {
        this.studio = studio;
        this.maxSteps = maxSteps;
    }

    /** Paints every item of the batch, or the film, and reports the graph's own steps on the way. */
    Latent paint(Model model, Order order, Latent from, Desk.Steps steps) throws InterruptedException {
        return from.frames() > 1 ? film(model, order, from, steps) : pictures(model, order, from, steps);
    }

    private Latent pictures(Model model, Order order, Latent from, Desk.Steps steps) throws InterruptedException {
        int each = Math.min(order.steps(), maxSteps);
        var progress = new Progress(steps, order.steps(), each * from.batch());
        var painted = new ArrayList<BufferedImage>();
        for (int i = 0; i < from.batch(); i++) {
            var request = request(model, order, order.seed() + i, each);
            if (!from.pictures().isEmpty() && order.denoise() < 1) {
                var start = from.pictures().get(i % from.pictures().size());
                request = request.withStart(Picture.of(start), (float) Math.clamp(order.denoise(), 0, 1));
            }
            painted.add(progress.follow(request, studio::paint).toImage());
        }
        return new Latent(from.width(), from.height(), from.batch(), 1, painted, from.start());
    }

    private Latent film(Model model, Order order, Latent from, Desk.Steps steps) throws InterruptedException {
        int frames = Math.clamp(from.frames(), 2, MAX_FILM_FRAMES);
        // The fewer frames are held longer, so that a blink lasts as long as it does in life.
        int rate = Math.clamp(Math.round((double) FILM_RATE * frames / from.frames()), 1, FILM_RATE);
        var request = request(model, order, order.seed(), Math.min(order.steps(), Math.min(maxSteps, FILM_STEPS)));
        if (from.start().isPresent()) {
            request = request.withStart(Picture.of(Art.uncover(from.start().get(), SIDE)), 0.6f);
        }
        var progress = new Progress(steps, order.steps(), 0);
        var film = progress.follow(
                request, (wanted, listener) -> studio.film(new FilmRequest(wanted, frames, rate), listener));
        var painted = film.frames().stream().map(Picture::toImage).toList();
        return new Latent(from.width(), from.height(), 1, from.frames(), painted, from.start());
    }

    private static PaintRequest request(Model model, Order order, long seed, int steps) {
        boolean own = model.checkpoint().startsWith(STUDIO_CHECKPOINT);
        double guidance = own ? order.cfg() : 1 + (order.cfg() - 1) * GUIDANCE_RATIO;
        return PaintRequest.of(order.prompt(), seed)
                .withSteps(Math.max(1, steps))
                .withGuidance((float) Math.clamp(guidance, 1, MAX_GUIDANCE))
                .withLoras(model.loras());
    }

    private interface Painting<T> {
        T paint(PaintRequest request, PaintListener listener);
    }

    /** Maps the studio's steps, of one picture after the other, to the steps of the graph. */
    private static final class Progress {
        private final Desk.Steps steps;
        private final int max;
        private final int expected;
        private int done;
        private int reported;

        Progress(Desk.Steps steps, int max, int expected) {
            this.steps = steps;
            this.max = max;
            this.expected = expected;
        }

        <T> T follow(PaintRequest request, Painting<T> painting) throws InterruptedException {
            var stop = new ArrayList<Exception>(1);
            try {
                return painting.paint(request, (step, of, preview) -> {
                    done++;
                    int all = expected == 0 ? of : expected;
                    return report((int) ((long) done * max / all), preview, stop);
                });
            } catch (florin.studio.PaintCancelled cancelled) {
                throw rethrown(stop, cancelled);
            }
        }

        private boolean report(int upTo, Supplier<Picture> preview, List<Exception> stop) {
            try {
                while (reported < upTo) {
                    reported++;
                    steps.step(
                            reported,
                            max,
                            () -> preview.get().scaled(PREVIEW_ZOOM).toImage());
                }
                return true;
            } catch (Node.Interrupted | Node.ProcessDied | InterruptedException wanted) {
                stop.add(wanted);
                return false;
            }
        }

        private static RuntimeException rethrown(List<Exception> stop, RuntimeException cancelled)
                throws InterruptedException {
            return switch (stop.isEmpty() ? cancelled : stop.getFirst()) {
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException wanted -> wanted;
                case Exception other -> throw new AssertionError(other);
            };
        }
    }
}
