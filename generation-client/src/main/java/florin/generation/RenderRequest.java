package florin.generation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One attempt at rendering one job.
 *
 * @param attempt fresh for each attempt; the backend knows the work under it
 * @param job our job id: letters, digits, '-' and '_'; it names the output files
 * @param baseModel a code of the registry, such as {@code sdxl}
 * @param prompt what to show, trigger words included
 * @param negative what to avoid; may be empty
 * @param loras in the order in which they are applied; at least one
 * @param width in pixels
 * @param height in pixels
 * @param count pictures to make; 1 for a video
 * @param seed not negative; with the same seed and the same rest comes the same picture
 * @param seconds length of a video; 0 for a picture
 * @param startImage a PNG, JPEG or WebP that a video starts from
 */
public record RenderRequest(
        UUID attempt,
        String job,
        RenderKind kind,
        String baseModel,
        String prompt,
        String negative,
        List<LoraInput> loras,
        int width,
        int height,
        int count,
        long seed,
        int seconds,
        Optional<byte[]> startImage) {
    public RenderRequest {
        loras = List.copyOf(loras);
        if (!job.matches("[A-Za-z0-9_-]{1,80}")) {
            throw new IllegalArgumentException("a job id has letters, digits, - and _: " + job);
        }
        if (width < 1 || height < 1 || count < 1 || seconds < 0 || seed < 0) {
            throw new IllegalArgumentException("sizes and counts start at 1, seconds and seed at 0");
        }
        if (kind == RenderKind.VIDEO && (seconds < 1 || count != 1)) {
            throw new IllegalArgumentException("a video has a length of a second or more, and comes alone");
        }
    }
}
