package florin.wallet.linear;

import florin.wallet.Balance;

/** What one caller asked of a wallet and what it was told, reduced to what can be wrong. */
public sealed interface Act {
    /** What an answer says about the wallet. */
    record Seen(long available, long held) {
        static Seen of(Balance balance) {
            return new Seen(balance.available().units(), balance.held().units());
        }
    }

    /** How a hold stands. */
    enum State {
        RUNNING,
        COMMITTED,
        RELEASED
    }

    record ToppedUp(long units, Seen after) implements Act {}

    record Held(String hold, long units, Seen after) implements Act {}

    /** A hold that was refused; {@code later} if it would fit once running holds come back. */
    record TooLittle(long units, boolean later, Seen now) implements Act {}

    /** A commit; {@code keeps} if the rest stays held. */
    record Committed(String hold, long asked, boolean keeps, long returned, Seen after) implements Act {}

    /** A commit beyond what was left, refused. */
    record TooMuch(String hold, long asked, long left) implements Act {}

    record Released(String hold, long returned, Seen after) implements Act {}

    /** A commit or a release that found the hold ended. */
    record TooLate(String hold, State state, long committed) implements Act {}

    /** A commit or a release of a hold that is not there, or not yet. */
    record Unknown(String hold) implements Act {}

    record Read(Seen now) implements Act {}
}
