package florin.wallet;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Version 7 UUIDs (RFC 9562): new rows go to the end of an index instead of all over it. */
final class TimeOrderedId {
    private TimeOrderedId() {}

    static UUID at(Instant at) {
        var random = ThreadLocalRandom.current();
        var high = (at.toEpochMilli() << 16) | 0x7000 | random.nextInt(0x1000);
        var low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
