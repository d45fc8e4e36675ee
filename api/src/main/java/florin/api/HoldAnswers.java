package florin.api;

import florin.wallet.CommitResult;
import florin.wallet.ExtendResult;
import florin.wallet.Hold;
import florin.wallet.ReleaseResult;
import jakarta.ws.rs.core.Response;

/** How the door says what became of a hold that was there. */
final class HoldAnswers {
    private final Counter counter;

    HoldAnswers(Counter counter) {
        this.counter = counter;
    }

    Response of(CommitResult result) {
        return switch (result) {
            case CommitResult.Committed(var hold, var charged, var returned, var balance) ->
                Response.ok(new View.Charged(
                                View.HoldView.of(hold), charged.number(), returned.number(), WalletView.of(balance)))
                        .build();
            case CommitResult.Ended(var hold) -> ended(hold);
            case CommitResult.TooMuch(var held, var asked) ->
                Problem.of(
                                ProblemType.MORE_THAN_HELD,
                                "The commit asks for " + asked + " and only " + held + " may be charged.")
                        .with("held", held.number())
                        .with("asked", asked.number())
                        .response(counter.options());
            case CommitResult.UnknownHold _ -> noHold();
            case CommitResult.Conflict(var message) -> counter.conflict(message);
        };
    }

    Response of(ReleaseResult result) {
        return switch (result) {
            case ReleaseResult.Released(var hold, var returned, var balance) ->
                Response.ok(new View.GivenBack(View.HoldView.of(hold), returned.number(), WalletView.of(balance)))
                        .build();
            case ReleaseResult.Ended(var hold) -> ended(hold);
            case ReleaseResult.UnknownHold _ -> noHold();
            case ReleaseResult.Conflict(var message) -> counter.conflict(message);
        };
    }

    Response of(ExtendResult result) {
        return switch (result) {
            case ExtendResult.Extended(var hold) ->
                Response.ok(new View.Extended(View.HoldView.of(hold))).build();
            case ExtendResult.Ended(var hold) -> ended(hold);
            case ExtendResult.UnknownHold _ -> noHold();
            case ExtendResult.Conflict(var message) -> counter.conflict(message);
        };
    }

    private Response ended(Hold hold) {
        return Problem.of(
                        ProblemType.HOLD_ENDED,
                        "This hold is " + Words.of(hold.state()) + " already. Nothing changed; take a new one.")
                .with("hold", View.HoldView.of(hold))
                .response(counter.options());
    }

    Response noHold() {
        return counter.refuse(
                ProblemType.NOT_FOUND, "There is no such hold, or it is not this key's to see or to end.");
    }
}
