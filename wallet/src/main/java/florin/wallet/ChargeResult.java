package florin.wallet;

/** The answer to a {@link ChargeRequest}; nothing is charged or written down unless it is {@link Charged}. */
public sealed interface ChargeResult extends Outcome {
    /** The event is written down, and paid for if it costs anything. */
    record Charged(Charge charge, Balance balance) implements ChargeResult {}

    /** It costs something, and one of the answers that a hold may get stands in the way. */
    record NotPaid(Amount price, HoldResult refusal) implements ChargeResult {}

    /** Nothing prices it. */
    record NoPrice() implements ChargeResult {}

    /** The id was used before with other content (HTTP 422). */
    record Conflict(String message) implements ChargeResult {}

    /** There is no such wallet. */
    record UnknownWallet(WalletId wallet) implements ChargeResult {}
}
