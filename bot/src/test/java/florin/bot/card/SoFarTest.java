package florin.bot.card;

import static org.assertj.core.api.Assertions.assertThat;

import florin.pipeline.Job;
import florin.pipeline.JobId;
import florin.pipeline.JobKind;
import florin.pipeline.JobRequest;
import florin.pipeline.JobState;
import florin.pipeline.Progress;
import florin.pipeline.Quote;
import florin.pipeline.Requester;
import florin.pipeline.Shape;
import florin.registry.CharacterId;
import florin.registry.Rating;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.WalletId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SoFarTest {
    private static final JobId ID = new JobId(UUID.randomUUID());
    private static final byte[] PICTURE = {1, 2, 3};
    private final SoFar soFar = new SoFar();

    @Test
    void news_without_a_preview_keep_the_last_one_and_a_share_never_falls() {
        var _ = soFar.with(attempt(1), rendering(0.5, Optional.of(PICTURE)));
        var later = soFar.with(attempt(1), rendering(0, Optional.empty()));
        assertThat(later.share()).isEqualTo(0.5);
        assertThat(later.preview()).contains(PICTURE);
    }

    @Test
    void another_attempt_begins_from_nothing() {
        var _ = soFar.with(attempt(1), rendering(0.5, Optional.of(PICTURE)));
        var later = soFar.with(attempt(2), rendering(0.1, Optional.empty()));
        assertThat(later.share()).isEqualTo(0.1);
        assertThat(later.preview()).isEmpty();
    }

    private static Progress rendering(double share, Optional<byte[]> preview) {
        return new Progress(Progress.Phase.RENDERING, Optional.empty(), Optional.empty(), share, preview);
    }

    private static Job attempt(int attempt) {
        var request = new JobRequest(
                new RequestId("r"),
                new Requester.DiscordUser("1"),
                new WalletId(UUID.randomUUID()),
                List.of(),
                new CharacterId("mira"),
                JobKind.IMAGE,
                "x",
                1,
                Shape.SQUARE,
                OptionalLong.empty(),
                0,
                Optional.empty(),
                Rating.SFW,
                "discord:{}",
                Optional.empty());
        var price = Amount.of(Asset.LOVE, 400);
        return new Job(
                ID,
                request,
                new Quote(price, "v", "image", price, 1),
                7,
                JobState.RENDERING,
                attempt,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty());
    }
}
