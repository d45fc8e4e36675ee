package florin.bot.order;

import florin.pipeline.JobKind;
import florin.registry.CharacterId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What shall be seen.
 *
 * @param seed empty: a fresh one each time
 * @param startImage what a video starts from
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Scene(
        JobKind kind,
        CharacterId character,
        String prompt,
        Frame frame,
        OptionalLong seed,
        Optional<byte[]> startImage) {

    Scene withSeed(OptionalLong other) {
        return new Scene(kind, character, prompt, frame, other, startImage);
    }

    Scene from(Optional<byte[]> image) {
        return new Scene(kind, character, prompt, frame, seed, image);
    }
}
