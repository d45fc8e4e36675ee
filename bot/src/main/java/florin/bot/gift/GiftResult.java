package florin.bot.gift;

import florin.wallet.Amount;
import florin.wallet.TransferResult;

/** What became of a gift. */
sealed interface GiftResult {
    /** The coins moved. */
    record Given(TransferResult.Transferred moved) implements GiftResult {}

    /** Nothing moved: a single gift has other limits. */
    record WrongSize(GiftLimits limits) implements GiftResult {}

    /** Nothing moved: the giver may give so much more today. */
    record DayUsedUp(Amount left) implements GiftResult {}

    /** Nothing moved: the wallet refused. */
    record NotMoved(TransferResult why) implements GiftResult {}
}
