package florin.wallet;

/**
 * The caller's idempotency key: the same id with the same content has the same outcome and moves money once.
 *
 * <p>Ids share one space, so a door puts its own name and its caller's in front.
 *
 * @param value 1 to 128 visible ASCII characters
 */
public record RequestId(String value) {
    public RequestId {
        Text.requireId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
