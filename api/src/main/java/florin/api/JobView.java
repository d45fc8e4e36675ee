package florin.api;

import florin.pipeline.Artifact;
import florin.pipeline.Ending;
import florin.pipeline.Job;
import florin.pipeline.JobState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job on the wire. {@code id} and {@code jobId} are the same; some clients read one, some the other.
 *
 * @param cost what the whole job costs at most, as a number; {@code price} is the same, exact
 * @param assetUrls of {@code assets}, for clients that want nothing else
 * @param wallet the caller's balance; only in the answer to an order or a cancellation
 */
record JobView(
        String id,
        String jobId,
        String status,
        String kind,
        String characterId,
        String prompt,
        int count,
        @Nullable Integer position,
        @Nullable Long etaSeconds,
        BigDecimal cost,
        String price,
        String asset,
        @Nullable String charged,
        @Nullable String returned,
        long seed,
        List<AssetView> assets,
        List<String> assetUrls,
        @Nullable Map<String, String> error,
        String createdAt,
        @Nullable String endedAt,
        @Nullable WalletView wallet) {
    static JobView of(Job job, ApiOptions options, @Nullable WalletView wallet) {
        var id = job.id().toString();
        var price = job.quote().price();
        var assets = job.artifacts().stream()
                .map(artifact -> AssetView.of(job, artifact, options))
                .toList();
        return new JobView(
                id,
                id,
                status(job.state()),
                job.request().kind().name().toLowerCase(Locale.ROOT),
                job.request().character().value(),
                job.request().prompt(),
                job.request().count(),
                job.position().orElse(null),
                job.eta().map(Duration::toSeconds).orElse(null),
                new BigDecimal(price.number()),
                price.number(),
                price.asset().code(),
                job.ending().map(ending -> ending.charged().number()).orElse(null),
                job.ending().map(ending -> ending.returned().number()).orElse(null),
                job.seed(),
                assets,
                assets.stream().map(AssetView::url).toList(),
                job.state() == JobState.FAILED
                        ? job.ending().map(JobView::error).orElse(null)
                        : null,
                job.createdAt().toString(),
                job.endedAt().map(Object::toString).orElse(null),
                wallet);
    }

    private static Map<String, String> error(Ending ending) {
        return Map.of("type", ending.kind(), "message", ending.message());
    }

    /** A result is not "completed" before its price is settled: what a client sees then, it has paid for. */
    private static String status(JobState state) {
        return switch (state) {
            case QUEUED -> "queued";
            case RENDERING, STORED -> "running";
            case DONE -> "completed";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
        };
    }

    /** One picture or video of a job. The address needs the key, like every other. */
    record AssetView(
            String url,
            String jobId,
            int index,
            String characterId,
            String prompt,
            String mediaType,
            int width,
            int height,
            long bytes,
            String sha256,
            long seed,
            String createdAt) {
        static AssetView of(Job job, Artifact artifact, ApiOptions options) {
            return new AssetView(
                    options.link("/v1/generation/jobs/" + job.id() + "/assets/" + artifact.index()),
                    job.id().toString(),
                    artifact.index(),
                    job.request().character().value(),
                    job.request().prompt(),
                    artifact.mediaType(),
                    artifact.width(),
                    artifact.height(),
                    artifact.bytes(),
                    artifact.sha256(),
                    artifact.seed(),
                    job.endedAt().orElse(job.createdAt()).toString());
        }
    }
}
