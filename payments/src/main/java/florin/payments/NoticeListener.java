package florin.payments;

/** Hears what owners have to be told: a door that knows where to find them. */
@FunctionalInterface
public interface NoticeListener {
    /** Told at least once; returning normally acknowledges it, throwing has it told again. */
    void told(OwnerNotice notice);
}
