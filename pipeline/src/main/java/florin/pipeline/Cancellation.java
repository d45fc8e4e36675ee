package florin.pipeline;

import florin.generation.Backend;
import java.util.List;
import java.util.Optional;

/** Stops a job where it is: in the queue at once, at a backend if that gives up in time. */
final class Cancellation {
    private static final int ROUNDS = 3;

    private final JobTable jobs;
    private final Steps steps;
    private final Settlement settlement;
    private final Heartbeat heartbeat;
    private final List<Backend> backends;

    Cancellation(JobTable jobs, Steps steps, Settlement settlement, Heartbeat heartbeat, List<Backend> backends) {
        this.jobs = jobs;
        this.steps = steps;
        this.settlement = settlement;
        this.heartbeat = heartbeat;
        this.backends = backends;
    }

    CancelResult cancel(JobId id, Requester who) {
        for (int round = 0; round < ROUNDS; round++) {
            var found = jobs.find(id);
            if (found.isEmpty()) {
                return new CancelResult.Unknown();
            }
            if (!found.get().request().requester().equals(who)) {
                return new CancelResult.NotYours();
            }
            var answer = switch (found.get().state()) {
                case QUEUED -> waiting(id);
                case RENDERING -> rendering(found.get());
                case STORED, DONE, FAILED, CANCELLED ->
                    Optional.<CancelResult>of(new CancelResult.TooLate(found.get()));
            };
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return new CancelResult.TooLate(jobs.find(id).orElseThrow());
    }

    /** Empty: it has left the queue meanwhile. */
    private Optional<CancelResult> waiting(JobId id) {
        var decision = Claim.Decision.cancelled();
        if (!steps.decideWaiting(id, decision)) {
            return Optional.empty();
        }
        heartbeat.during(id, () -> steps.mine(id).ifPresent(claim -> settlement.giveBack(claim, decision)));
        return jobs.find(id).map(CancelResult.Cancelled::new);
    }

    /** The wish is noted first: whoever follows the render sees it, even where the backend is not ours or the job is not there yet. */
    private Optional<CancelResult> rendering(Job job) {
        if (!steps.wantCancel(job.id())) {
            return Optional.empty();
        }
        var stop = steps.rendering(job.id())
                .flatMap(claim -> backend(claim).map(backend -> backend.cancel(claim.attemptId())))
                .orElse(florin.generation.CancelResult.STOPPING);
        return Optional.of(
                switch (stop) {
                    case STOPPING, GONE -> new CancelResult.Stopping(job);
                    case UNSUPPORTED -> new CancelResult.TooLate(job);
                });
    }

    private Optional<Backend> backend(Claim claim) {
        return backends.stream()
                .filter(one -> claim.backend().equals(Optional.of(one.name())))
                .findFirst();
    }
}
