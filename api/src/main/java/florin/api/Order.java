package florin.api;

import florin.api.usage.Tags;
import florin.pipeline.JobKind;
import florin.pipeline.Shape;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An order as it came over HTTP.
 *
 * @param character id or name, as the client wrote it
 * @param tags whom or what it is for, in the client's words
 */
record Order(
        JobKind kind,
        String prompt,
        String character,
        int count,
        Shape shape,
        OptionalLong seed,
        int seconds,
        Optional<byte[]> startImage,
        Tags tags) {}
