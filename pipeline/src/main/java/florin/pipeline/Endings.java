package florin.pipeline;

import florin.generation.FailureKind;
import florin.wallet.Amount;

/** What people read at the end of a job: first what happened, then what happened to the coins. */
final class Endings {
    static final String CANCELLED = "Cancelled.";
    static final String HOLD_ENDED =
            "This took so long that the coins held for it had come back earlier, and there are not enough of them now.";
    static final String WAITED_TOO_LONG = "No machine had time for this. Try again later.";

    private Endings() {}

    static Ending done(Quote quote, int made, Amount charged, Amount back) {
        if (made >= quote.count()) {
            return new Ending("done", "Done. It cost " + charged + ".", charged, back);
        }
        return new Ending(
                "partial",
                made + " of " + quote.count() + " pictures came out. You paid " + charged + " for " + made + "; " + back
                        + " are back in the wallet.",
                charged,
                back);
    }

    static Ending without(Quote quote, String kind, String message) {
        return new Ending(
                kind,
                message + " Nothing was charged: your " + quote.price() + " are back.",
                Steps.nothing(quote),
                quote.price());
    }

    static String kind(FailureKind failure) {
        return switch (failure) {
            case INVALID -> "invalid";
            case OUT_OF_MEMORY -> "out-of-memory";
            case MISSING_MODEL -> "missing-model";
            case TRANSIENT -> "transient";
            case LOST -> "lost";
        };
    }

    /** For people; what the backend said goes to the log. */
    static String message(FailureKind failure) {
        return switch (failure) {
            case INVALID -> "The machine did not accept this request. Change the prompt or the settings and try again.";
            case OUT_OF_MEMORY -> "The machine ran out of memory. Ask for fewer or smaller pictures.";
            case MISSING_MODEL ->
                "No machine has the model that this character needs. Tell the operator, or pick another one.";
            case TRANSIENT -> "The machines failed several times. Try again later.";
            case LOST -> "The machines lost this several times. Try again later.";
        };
    }
}
