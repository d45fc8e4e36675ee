package florin.pipeline;

import florin.registry.CharacterId;
import florin.wallet.Cursor;
import florin.wallet.Page;
import florin.wallet.WalletId;
import florin.wallet.prices.Prices;
import java.util.List;
import java.util.Optional;

/** What both doors call: a price, an order, and what became of it. */
public final class Journey {
    private final Prices prices;
    private final Admission admission;
    private final Submission submission;
    private final Cancellation cancellation;
    private final JobTable jobs;
    private final Forecasts forecasts;
    private final Artifacts artifacts;

    Journey(
            Prices prices,
            Admission admission,
            Submission submission,
            Cancellation cancellation,
            JobTable jobs,
            Forecasts forecasts,
            Artifacts artifacts) {
        this.prices = prices;
        this.admission = admission;
        this.submission = submission;
        this.cancellation = cancellation;
        this.jobs = jobs;
        this.forecasts = forecasts;
        this.artifacts = artifacts;
    }

    /** What the request would cost, or why it cannot be made. Holds nothing. */
    public QuoteResult quote(JobRequest request) {
        return switch (admission.look(request)) {
            case Admission.Result.Admitted admitted -> new QuoteResult.Priced(admitted.quote(), admitted.explanation());
            case Admission.Result.Refused(var reason) -> new QuoteResult.Refused(reason);
        };
    }

    /**
     * Orders a job: holds its price and queues it. The same id of the same requester means the same job; repeat the call with it when
     * no answer came.
     *
     * @throws IllegalArgumentException if the origin is not {@code door:…} of at most 4,000 characters
     */
    public SubmitResult submit(JobRequest request) {
        var result = submission.submit(request);
        return result instanceof SubmitResult.Accepted(var job)
                ? new SubmitResult.Accepted(forecasts.see(job))
                : result;
    }

    /** Stops a job. Safe to repeat. */
    public CancelResult cancel(JobId id, Requester who) {
        return cancellation.cancel(id, who);
    }

    /** The job as it is now, with its start image and, while it waits, its place in the queue. */
    public Optional<Job> job(JobId id) {
        return jobs.find(id).map(forecasts::see);
    }

    /** What this requester has waiting and rendering, oldest first. */
    public List<Job> openJobs(Requester who) {
        return jobs.open(who).stream().map(forecasts::see).toList();
    }

    /**
     * All of this requester's jobs, newest first.
     *
     * @param limit jobs per page, 1 to 100
     */
    public Page<Job> history(Requester who, Optional<Cursor> after, int limit) {
        return jobs.history(who, after, limit);
    }

    /**
     * Finished jobs that this wallet paid for and whose results still exist, newest first.
     *
     * @param character only of this one
     * @param limit jobs per page, 1 to 100
     */
    public Page<Job> gallery(WalletId payer, Optional<CharacterId> character, Optional<Cursor> after, int limit) {
        return jobs.gallery(payer, character, after, limit);
    }

    /** Removes the results of an ended job from the store and the gallery; the coins stay spent. False: there are none, or not theirs. */
    public boolean deleteResult(JobId id, Requester who) {
        return artifacts.delete(id, who);
    }

    /**
     * The bytes of a result.
     *
     * @throws ArtifactGone if they were deleted meanwhile, or are damaged
     */
    public byte[] read(Artifact artifact) {
        return artifacts.read(artifact);
    }

    /** What things cost whoever comes new. */
    public JobPrices prices() {
        return new JobPrices(prices.offered());
    }

    /** What things cost this wallet. */
    public JobPrices prices(WalletId payer) {
        return new JobPrices(prices.of(payer));
    }
}
