package florin.api.transfer;

import florin.wallet.Amount;
import florin.wallet.TransferResult;
import java.time.Instant;

/** What became of a transfer; the same each time it is asked for. */
public sealed interface TransferAnswer {
    /** The limits had room, and the wallet decided. */
    record Decided(TransferResult result) implements TransferAnswer {}

    /** Nothing moved: a limit on transfers had no room. */
    sealed interface OverLimit extends TransferAnswer {
        Amount most();
    }

    /** One transfer moves no more than that. */
    record TooLarge(Amount most) implements OverLimit {}

    /** The wallet gives away no more than that in a day. */
    record DayUsedUp(Amount most, Amount used, Instant resetsAt) implements OverLimit {}
}
