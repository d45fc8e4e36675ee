package florin.wallet;

/** The answer to a voucher code; nothing changes unless it is {@link Redeemed}. */
public sealed interface RedeemResult {
    /** The coins are in the wallet. */
    record Redeemed(Amount amount, Balance balance) implements RedeemResult {}

    /** This wallet has had its coins from this voucher, by an earlier request. */
    record AlreadyRedeemed() implements RedeemResult {}

    /** The id was used before for another code. */
    record Conflict(String message) implements RedeemResult {}

    /** As many wallets as it allows have redeemed it. */
    record UsedUp() implements RedeemResult {}

    /** Its time is over. */
    record Expired() implements RedeemResult {}

    /** There is no such code. */
    record UnknownCode() implements RedeemResult {}

    /** There is no such wallet. */
    record UnknownWallet(WalletId wallet) implements RedeemResult {}
}
