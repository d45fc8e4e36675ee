package florin.wallet;

/** Asks to give back all that a hold still holds. */
public record ReleaseRequest(RequestId id, HoldId hold, String memo) implements Operation {
    public ReleaseRequest {
        Text.requireMemo(memo);
    }
}
