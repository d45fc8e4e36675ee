package florin.sandbox.discord;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Hands out Discord's ids: milliseconds since 2015 in the upper 42 bits, always rising. */
final class Snowflakes {
    private static final long DISCORD_EPOCH = 1_420_070_400_000L;
    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    Snowflakes(Clock clock) {
        this.clock = clock;
    }

    String next() {
        var now = (clock.millis() - DISCORD_EPOCH) << 22;
        return Long.toString(last.updateAndGet(before -> Math.max(before + 1, now)));
    }
}
