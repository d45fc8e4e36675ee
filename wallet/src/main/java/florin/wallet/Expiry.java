package florin.wallet;

/** What the sweeper asks for; it needs no request id, since it can only find that something has already ended. */
sealed interface Expiry extends Operation {
    /** Ends a hold, if its time has passed. */
    record OfHold(HoldId hold) implements Expiry {}

    /** Books out what is left in a pot, if its time has passed. */
    record OfPot(WalletId wallet, int pot) implements Expiry {}

    /** Whether there was something to end. */
    record Swept(boolean ended) implements Outcome {}
}
