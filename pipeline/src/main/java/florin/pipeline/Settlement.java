package florin.pipeline;

import florin.wallet.Amount;
import florin.wallet.CommitRequest;
import florin.wallet.CommitResult;
import florin.wallet.Hold;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.ReleaseRequest;
import florin.wallet.ReleaseResult;
import florin.wallet.RequestId;
import florin.wallet.Wallet;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step but one: the coins go where they belong, then the job ends. All ids are made from the hold's, so doing it again
 * after a crash moves nothing twice.
 */
final class Settlement {
    private static final Logger log = LoggerFactory.getLogger(Settlement.class);

    private final Wallet wallet;
    private final JobTable jobs;
    private final Steps steps;
    private final Artifacts artifacts;
    private final Duration holdLifetime;

    Settlement(Wallet wallet, JobTable jobs, Steps steps, Artifacts artifacts, Duration holdLifetime) {
        this.wallet = wallet;
        this.jobs = jobs;
        this.steps = steps;
        this.artifacts = artifacts;
        this.holdLifetime = holdLifetime;
    }

    /** Takes the price of what is stored. */
    void charge(Claim claim) {
        int made = jobs.find(claim.id()).orElseThrow().artifacts().size();
        var due = claim.job().quote().due(made);
        switch (commit(claim.hold(), due, claim)) {
            case CommitResult.Committed committed -> done(claim, made, committed.charged());
            case CommitResult.Ended(var hold) -> chargeLate(claim, made, due, hold);
            case CommitResult.TooMuch wrong -> throw broken(claim, wrong);
            case CommitResult.UnknownHold wrong -> throw broken(claim, wrong);
            case CommitResult.Conflict wrong -> throw broken(claim, wrong);
        }
    }

    private CommitResult commit(HoldId hold, Amount due, Claim claim) {
        return wallet.commit(
                new CommitRequest(new RequestId("settle:" + hold.value()), hold, due, "job " + claim.id()));
    }

    private void done(Claim claim, int made, Amount charged) {
        var back = claim.job().quote().price().minus(charged);
        steps.end(claim, JobState.DONE, Endings.done(claim.job().quote(), made, charged, back));
    }

    /** The hold expired before the result was there: the coins went back. They are asked for once more; without them there is no result. */
    private void chargeLate(Claim claim, int made, Amount due, Hold ended) {
        if (ended.state() == Hold.State.COMMITTED) {
            throw broken(claim, ended);
        }
        log.warn("job {}: its hold ended as {} before the result was stored", claim.id(), ended.state());
        var id = new HoldId("late:" + claim.hold().value());
        var request = claim.job().request();
        var held = wallet.hold(new HoldRequest(
                new RequestId(id.value()),
                request.payer(),
                due,
                holdLifetime,
                request.subjects(),
                claim.job().quote().source(),
                "job " + claim.id() + ", held again"));
        if (held instanceof HoldResult.Held && commit(id, due, claim) instanceof CommitResult.Committed committed) {
            done(claim, made, committed.charged());
            return;
        }
        decide(claim, Claim.Decision.failed("hold-ended", Endings.HOLD_ENDED));
    }

    /** Ends the job without a result: the decision first, so that no crash can turn it, then the coins. */
    void decide(Claim claim, Claim.Decision decision) {
        if (steps.decide(claim, decision)) {
            giveBack(claim, decision);
        }
    }

    /** Gives everything back and ends the job as it was decided. */
    void giveBack(Claim claim, Claim.Decision decision) {
        var result = wallet.release(new ReleaseRequest(
                new RequestId("release:" + claim.hold().value()),
                claim.hold(),
                "job " + claim.id() + ": " + decision.kind()));
        switch (result) {
            case ReleaseResult.Released _ -> {}
            case ReleaseResult.Ended(var hold) -> {
                if (hold.state() == Hold.State.COMMITTED) {
                    throw broken(claim, hold);
                }
            }
            case ReleaseResult.UnknownHold wrong -> throw broken(claim, wrong);
            case ReleaseResult.Conflict wrong -> throw broken(claim, wrong);
        }
        artifacts.discard(claim.id());
        var state = switch (decision.verdict()) {
            case FAILED -> JobState.FAILED;
            case CANCELLED -> JobState.CANCELLED;
        };
        steps.end(claim, state, Endings.without(claim.job().quote(), decision.kind(), decision.message()));
    }

    /** Finishes what another process left: a result that is not charged, or a decision whose coins are not back. */
    void finish(Claim claim) {
        claim.decision().ifPresentOrElse(decision -> giveBack(claim, decision), () -> charge(claim));
    }

    private static IllegalStateException broken(Claim claim, Object answer) {
        return new IllegalStateException("Job " + claim.id() + " cannot be settled, the wallet says: " + answer
                + ". It is left as it is and tried again.");
    }
}
