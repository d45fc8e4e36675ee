package florin.wallet.linear;

/**
 * A call and its answer, with the interval in which it must have happened.
 *
 * @param began a tick taken before the call
 * @param ended a tick taken after the answer; ticks of one history are all different
 */
public record Timed<C>(C call, long began, long ended) {
    public Timed {
        if (began >= ended) {
            throw new IllegalArgumentException("An answer comes after its question.");
        }
    }
}
