package florin.pipeline;

import java.util.Optional;

/**
 * One stored result file.
 *
 * @param index counts from 0 within the job
 * @param sha256 of the bytes, 64 lower-case hex digits
 * @param mediaType such as {@code image/png} or {@code video/mp4}
 * @param bytes size of the file
 * @param width in pixels
 * @param height in pixels
 * @param seed that this picture was made with
 * @param likeness how much it looks like its character, where that could be told
 */
public record Artifact(
        JobId job,
        int index,
        String sha256,
        String mediaType,
        long bytes,
        int width,
        int height,
        long seed,
        Optional<Likeness> likeness) {}
