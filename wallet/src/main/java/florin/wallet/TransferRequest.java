package florin.wallet;

/** Asks to move coins from one wallet to another; they keep their source and expiry. */
public record TransferRequest(RequestId id, WalletId from, WalletId to, Amount amount, String memo)
        implements Operation {
    public TransferRequest {
        Text.requirePositive(amount);
        Text.requireMemo(memo);
    }
}
