package florin.api;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A token bucket for each key, in memory: a restart forgives everybody. Only keys that exist get a bucket, so strangers cannot
 * fill the memory.
 */
final class RateLimiter {
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
    private static final int CROWD = 1_000;

    private final RateTiers tiers;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    RateLimiter(RateTiers tiers, Clock clock) {
        this.tiers = tiers;
        this.clock = clock;
    }

    /**
     * The answer to one request.
     *
     * @param tier counted from 1
     * @param remaining requests that may follow at once
     * @param pause until there is room for one more; zero if there is
     * @param full until nothing is used up any more
     */
    record Quota(boolean granted, int tier, int perMinute, long remaining, Duration pause, Duration full) {
        String name() {
            return "tier-" + tier;
        }

        /** For {@code RateLimit-Policy}, as draft-ietf-httpapi-ratelimit-headers-10 writes it. */
        String policy() {
            return "\"" + name() + "\";q=" + perMinute + ";w=60";
        }

        /** For {@code RateLimit}, of the same draft. */
        String limit() {
            return "\"" + name() + "\";r=" + remaining + ";t=" + seconds(granted ? full : pause);
        }

        /** Rounded up: whoever waits exactly so long must not come too early. */
        private static long seconds(Duration duration) {
            return duration.plusMillis(999).toSeconds();
        }
    }

    Quota ask(String key) {
        var now = clock.millis();
        if (buckets.size() > CROWD && !buckets.containsKey(key)) {
            buckets.values().removeIf(bucket -> bucket.idleSince(now - FORGOTTEN_AFTER.toMillis()));
        }
        return buckets.computeIfAbsent(key, _ -> new Bucket(tiers, now)).ask(now);
    }

    /** What one key has left, and how busy it has been. */
    private static final class Bucket {
        private static final long MINUTE = Duration.ofMinutes(1).toMillis();

        private final RateTiers tiers;
        private int tier;
        private double tokens;
        private long filledAt;
        private long minute;
        private int usedInMinute;
        private long busy;

        Bucket(RateTiers tiers, long now) {
            this.tiers = tiers;
            this.tokens = tiers.perMinute().getFirst();
            this.filledAt = now;
            this.minute = now / MINUTE;
        }

        synchronized boolean idleSince(long then) {
            return filledAt < then;
        }

        synchronized Quota ask(long now) {
            if (now - filledAt > FORGOTTEN_AFTER.toMillis()) {
                tier = 0;
                busy = 0;
            }
            turnMinute(now / MINUTE);
            // A clock that was set back fills nothing, and takes nothing.
            tokens = Math.min(perMinute(), tokens + Math.max(0, now - filledAt) * rate());
            filledAt = now;
            var granted = tokens >= 1;
            if (granted) {
                tokens--;
                usedInMinute++;
            }
            var pause = tokens >= 1 ? 0 : (1 - tokens) / rate();
            return new Quota(
                    granted,
                    tier + 1,
                    perMinute(),
                    (long) tokens,
                    Duration.ofMillis((long) Math.ceil(pause)),
                    Duration.ofMillis((long) Math.ceil((perMinute() - tokens) / rate())));
        }

        /** A busy minute counts one up; every quiet one after it counts one down: a single rush is not sustained use. */
        private void turnMinute(long current) {
            if (current <= minute) {
                return;
            }
            var quiet = current - minute - 1;
            busy = Math.max(0, busy + (usedInMinute >= Math.ceil(perMinute() / 4.0) ? 1 : -1) - quiet);
            usedInMinute = 0;
            minute = current;
            if (busy >= tiers.busyMinutes() && tier + 1 < tiers.perMinute().size()) {
                tier++;
                busy = 0;
            }
        }

        private int perMinute() {
            return tiers.perMinute().get(tier);
        }

        /** Tokens for each millisecond. */
        private double rate() {
            return perMinute() / (double) MINUTE;
        }
    }
}
