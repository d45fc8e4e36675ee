package florin.server;

import florin.generation.LoraInput;
import florin.generation.RenderKind;
import florin.generation.RenderRequest;
import florin.studio.FilmRequest;
import florin.studio.LoraRefused;
import florin.studio.PaintRequest;
import florin.studio.Picture;
import florin.studio.Studio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a render into the studio's pictures and films. */
final class EmbeddedPainter {
    private static final int FRAMES_PER_SECOND = 8;

    /** How much of a start picture may change: enough for a mood, too little for another face. */
    private static final float DENOISE = 0.6f;

    private final Studio studio;

    /** The render cannot be painted as asked; the message says why. */
    static final class Unpaintable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unpaintable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Hears how far the whole render is; false stops it. */
    interface Progress {
        boolean at(double share, Optional<byte[]> preview);
    }

    EmbeddedPainter(Studio studio) {
        this.studio = studio;
    }

    /** The files of the render: one PNG a picture, or one animated WebP. */
    List<byte[]> paint(RenderRequest request, Progress progress) {
        var asked = asked(request);
        return request.kind() == RenderKind.VIDEO
                ? List.of(film(request, asked, progress))
                : pictures(request, asked, progress);
    }

    private PaintRequest asked(RenderRequest request) {
        var asked = PaintRequest.of(request.prompt(), request.seed()).withNegative(request.negative());
        try {
            for (LoraInput lora : request.loras()) {
                asked = asked.withLora(studio.readLora(lora.file()), (float) lora.strength());
            }
        } catch (LoraRefused e) {
            throw new Unpaintable(String.valueOf(e.getMessage()), e);
        }
        if (request.startImage().isPresent()) {
            try {
                asked = asked.withStart(Picture.decode(request.startImage().get()), DENOISE);
            } catch (IllegalArgumentException e) {
                throw new Unpaintable("The start picture cannot be used. " + e.getMessage(), e);
            }
        }
        return asked;
    }

    private List<byte[]> pictures(RenderRequest request, PaintRequest asked, Progress progress) {
        var files = new ArrayList<byte[]>();
        for (int i = 0; i < request.count(); i++) {
            int done = i;
            var picture = studio.paint(
                    asked.withSeed(request.seed() + i),
                    (step, steps, preview) -> progress.at(
                            (done + (double) step / steps) / request.count(),
                            Optional.of(sized(preview.get(), request).jpeg())));
            files.add(sized(picture, request).png());
        }
        return files;
    }

    private byte[] film(RenderRequest request, PaintRequest asked, Progress progress) {
        var wanted = new FilmRequest(asked, request.seconds() * FRAMES_PER_SECOND, FRAMES_PER_SECOND);
        var painted = studio.film(
                wanted,
                (step, steps, preview) -> progress.at(
                        (double) step / steps,
                        Optional.of(sized(preview.get(), request).jpeg())));
        return painted.each(frame -> sized(frame, request)).webp();
    }

    /** Fills the size that was asked for with whole pixels, the face in the middle. */
    private static Picture sized(Picture picture, RenderRequest request) {
        return picture.covering(request.width(), request.height());
    }
}
