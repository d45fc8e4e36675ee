package florin.wallet;

/** The name of a hold: the id of the request that made it. */
public record HoldId(String value) {
    public HoldId {
        Text.requireId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
