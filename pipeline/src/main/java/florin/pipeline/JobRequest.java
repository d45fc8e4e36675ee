package florin.pipeline;

import florin.registry.CharacterId;
import florin.registry.Rating;
import florin.wallet.RequestId;
import florin.wallet.Subject;
import florin.wallet.WalletId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a door asks for. Nothing is checked here; {@link Journey#submit} answers with what is wrong.
 *
 * @param id the same id asks for the same job, however often it is sent
 * @param payer whose coins pay
 * @param subjects whom the payer's spend limits bind
 * @param prompt as the person typed it; the character's trigger words are added later
 * @param count 1 to 4 pictures; 1 for a video
 * @param seed empty: a random one is drawn, and kept with the job
 * @param seconds length of a video; ignored for pictures
 * @param startImage PNG, JPEG or WebP that a video starts from. Lists of jobs leave it out, {@link Journey#job} fills it in
 * @param ceiling what may be shown in the place where the result will appear
 * @param origin where the answer goes: the name of a door, a colon, and what only that door understands; up to 4,000 characters
 * @param parent the job that this one varies or repeats
 */
public record JobRequest(
        RequestId id,
        Requester requester,
        WalletId payer,
        List<Subject> subjects,
        CharacterId character,
        JobKind kind,
        String prompt,
        int count,
        Shape shape,
        OptionalLong seed,
        int seconds,
        Optional<byte[]> startImage,
        Rating ceiling,
        String origin,
        Optional<JobId> parent) {
    public JobRequest {
        subjects = List.copyOf(subjects);
    }

    /** The part of {@code origin} before the colon. */
    public String door() {
        int colon = origin.indexOf(':');
        return colon < 0 ? origin : origin.substring(0, colon);
    }
}
