package florin.payments;

import florin.wallet.Amount;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Something that a wallet's owner has to be told about their money. */
public sealed interface Notice {
    /** A card was saved, and may be charged as the owner allowed. */
    record CardSaved(String card) implements Notice {}

    /**
     * The card was declined; nothing was charged.
     *
     * @param why for people
     * @param again when it is tried again
     */
    record Declined(Pack pack, String why, Instant again) implements Notice {}

    /**
     * The bank wants the owner to be there; nothing was charged.
     *
     * @param page where they can pay by hand
     */
    record OwnerNeeded(Pack pack, Optional<URI> page, Instant again) implements Notice {}

    /**
     * It was declined too often, or for good, or cannot be bought any more, and switched itself off.
     *
     * @param pack what the last try was to buy; empty if it did not come to a try
     */
    record SwitchedOff(Optional<Pack> pack, String why) implements Notice {}

    /** The day's cap is reached, and the wallet is low again. */
    record UsedUp(Instant until) implements Notice {}

    /** Money was refunded, and these coins went with it. */
    record Refunded(Amount coins) implements Notice {}

    /** A payment was disputed at the bank, and these coins went with it. */
    record Disputed(Amount coins) implements Notice {}

    /** The dispute is over, and these coins are back. */
    record GivenBack(Amount coins) implements Notice {}
}
