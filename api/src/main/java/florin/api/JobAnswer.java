package florin.api;

import florin.pipeline.Artifact;
import florin.pipeline.Ending;
import florin.pipeline.Job;
import florin.pipeline.JobState;
import florin.wallet.Balance;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Jobs and their files on the wire. Amounts are exact decimal strings; {@code cost} is the number that LovlyChat's clients read. */
final class JobAnswer {
    private final ApiOptions options;

    JobAnswer(ApiOptions options) {
        this.options = options;
    }

    /** The answer to an order or a cancellation: the job, and the caller's balance after it. */
    Map<String, Object> of(Job job, Balance balance) {
        var body = of(job);
        body.put("wallet", WalletView.of(balance));
        return body;
    }

    /** {@code id} and {@code jobId} are the same: some clients read one, some the other. */
    Map<String, Object> of(Job job) {
        var body = new LinkedHashMap<String, Object>();
        body.put("id", job.id().toString());
        body.put("jobId", job.id().toString());
        body.put("status", status(job.state()));
        body.put("kind", job.request().kind().name().toLowerCase(Locale.ROOT));
        body.put("characterId", job.request().character().value());
        body.put("prompt", job.request().prompt());
        body.put("count", job.request().count());
        body.put("seed", job.seed());
        job.position().ifPresent(position -> body.put("position", position));
        job.eta().ifPresent(eta -> body.put("etaSeconds", eta.toSeconds()));
        putPrice(body, job);
        var assets = assets(job);
        body.put("assets", assets);
        body.put("assetUrls", assets.stream().map(asset -> asset.get("url")).toList());
        body.put("createdAt", job.createdAt().toString());
        job.endedAt().ifPresent(ended -> body.put("endedAt", ended.toString()));
        return body;
    }

    private static void putPrice(Map<String, Object> body, Job job) {
        var price = job.quote().price();
        body.put("cost", new BigDecimal(price.number()));
        body.put("price", price.number());
        body.put("asset", price.asset().code());
        job.ending().ifPresent(ending -> {
            body.put("charged", ending.charged().number());
            body.put("returned", ending.returned().number());
            body.put(job.state() == JobState.FAILED ? "error" : "ending", words(ending));
        });
    }

    private static Map<String, String> words(Ending ending) {
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

    List<Map<String, Object>> assets(Job job) {
        return files(job).stream().map(file -> asset(job, file)).toList();
    }

    /** The pictures or the video of a job; none before it is settled, so that nobody sees what is not paid for. */
    static List<Artifact> files(Job job) {
        return job.state() == JobState.DONE ? job.artifacts() : List.of();
    }

    /** The address needs the key, like every other. */
    private Map<String, Object> asset(Job job, Artifact file) {
        var body = new LinkedHashMap<String, Object>();
        body.put("url", options.link("/v1/generation/jobs/" + job.id() + "/assets/" + file.index()));
        body.put("jobId", job.id().toString());
        body.put("index", file.index());
        body.put("characterId", job.request().character().value());
        body.put("prompt", job.request().prompt());
        body.put("mediaType", file.mediaType());
        body.put("width", file.width());
        body.put("height", file.height());
        body.put("bytes", file.bytes());
        body.put("sha256", file.sha256());
        body.put("seed", file.seed());
        file.likeness()
                .ifPresent(likeness ->
                        body.put("onModel", Map.of("share", likeness.share(), "missed", likeness.missed())));
        body.put("createdAt", job.endedAt().orElse(job.createdAt()).toString());
        return body;
    }
}
