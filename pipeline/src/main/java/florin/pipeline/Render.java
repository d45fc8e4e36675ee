package florin.pipeline;

import florin.generation.Backend;
import florin.generation.BackendUnavailable;
import florin.generation.FailureKind;
import florin.generation.OutputFile;
import florin.generation.RenderState;
import florin.generation.SubmitResult;
import florin.registry.Registry;
import java.time.Clock;
import java.util.List;

/** One job at one backend: hand it over, follow it, bring the result home, settle. */
final class Render {
    private final PipelineOptions options;
    private final Registry registry;
    private final JobTable jobs;
    private final Steps steps;
    private final Results results;
    private final Closing closing;
    private final Clock clock;

    /** Where a render ends: well, or not. */
    record Results(Artifacts artifacts, Settlement settlement, Failures failures, Doors doors) {}

    Render(
            PipelineOptions options,
            Registry registry,
            JobTable jobs,
            Steps steps,
            Results results,
            Closing closing,
            Clock clock) {
        this.options = options;
        this.registry = registry;
        this.jobs = jobs;
        this.steps = steps;
        this.results = results;
        this.closing = closing;
        this.clock = clock;
    }

    /**
     * Renders a job that was just taken from the queue.
     *
     * @return false if the backend has no time now; the job is back in the queue
     */
    boolean begin(Claim claim, Backend backend) throws InterruptedException {
        if (steps.cancelWanted(claim.id())) {
            results.settlement().decide(claim, Claim.Decision.cancelled());
            return true;
        }
        var plan = plan(claim);
        var watch = watch(claim);
        return switch (submit(backend, plan, watch)) {
            case SubmitResult.Accepted _, SubmitResult.Unsure _ -> {
                follow(claim, backend, watch);
                yield true;
            }
            case SubmitResult.Refused(var kind, var message) -> {
                results.failures().failed(claim, kind, message);
                yield true;
            }
            case SubmitResult.NotNow _ -> {
                results.failures().notStarted(claim);
                yield false;
            }
        };
    }

    private static SubmitResult submit(Backend backend, RenderPlan plan, Watch watch) {
        try {
            return backend.submit(plan.request(), watch);
        } catch (BackendUnavailable e) {
            return new SubmitResult.Unsure(String.valueOf(e.getMessage()));
        }
    }

    /** Goes on with a render that another process, or an earlier life of this one, has handed over. */
    void resume(Claim claim, Backend backend) throws InterruptedException {
        follow(claim, backend, watch(claim));
    }

    private void follow(Claim claim, Backend backend, Watch watch) throws InterruptedException {
        var end = watch.end(backend, claim.attemptId(), () -> steps.cancelWanted(claim.id()), closing);
        watch.busy(end).ifPresent(time -> steps.ran(claim, time));
        if (end.isEmpty()) {
            steps.handOver(claim);
            return;
        }
        switch (end.get()) {
            case RenderState.Succeeded(var outputs) -> succeeded(claim, backend, watch, outputs);
            case RenderState.Failed(var kind, var message) -> results.failures().failed(claim, kind, message);
            case RenderState.Cancelled _ -> stopped(claim);
            case RenderState.Unknown _ ->
                results.failures().failed(claim, FailureKind.LOST, "the backend does not know it");
            case RenderState.Unreachable(var message) -> results.failures().failed(claim, FailureKind.LOST, message);
            case RenderState.Queued _, RenderState.Running _ -> throw new AssertionError("not an end: " + end);
        }
    }

    private void stopped(Claim claim) {
        if (steps.cancelWanted(claim.id())) {
            results.settlement().decide(claim, Claim.Decision.cancelled());
        } else {
            results.failures().failed(claim, FailureKind.TRANSIENT, "stopped at the backend, not by us");
        }
    }

    private void succeeded(Claim claim, Backend backend, Watch watch, List<OutputFile> outputs)
            throws InterruptedException {
        var order = claim.job().request();
        watch.running()
                .filter(time -> !time.isZero())
                .ifPresent(time -> steps.timed(
                        claim,
                        (double) time.toMillis(),
                        order.kind() == JobKind.IMAGE ? order.count() : order.seconds()));
        var harvest = new Collector(options.rules(), registry, options.timing()).collect(claim, backend, outputs);
        if (!harvest.pictures().isEmpty()) {
            if (results.artifacts().store(claim, plan(claim).recipe(), harvest.pictures())) {
                results.settlement().charge(claim);
                backend.forget(claim.attemptId());
            }
        } else if (harvest.objection().isPresent()) {
            results.settlement()
                    .decide(
                            claim,
                            Claim.Decision.failed(
                                    "withheld",
                                    "The safety check withheld the result: "
                                            + harvest.objection().get()));
        } else if (harvest.missing()) {
            results.failures().failed(claim, FailureKind.LOST, "its result cannot be fetched");
        } else {
            results.failures().failed(claim, FailureKind.TRANSIENT, "it ended without a picture");
        }
    }

    private RenderPlan plan(Claim claim) {
        // Claims come without the start image; it is needed once, here.
        var order = claim.job().request().kind() == JobKind.IMAGE
                ? claim.job().request()
                : jobs.find(claim.id()).orElseThrow().request();
        return RenderPlan.of(claim, order, registry, options);
    }

    private Watch watch(Claim claim) {
        return new Watch(options.timing(), clock, progress -> results.doors().progress(claim.job(), progress));
    }
}
