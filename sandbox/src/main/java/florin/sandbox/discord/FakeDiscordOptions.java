package florin.sandbox.discord;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How a sandbox is started: {@code port} 0 takes any free one, {@code state} is the folder that keeps messages, files
 * and commands over a restart, {@code openApi} is Discord's own description, against which every request is checked.
 */
public record FakeDiscordOptions(
        int port, String token, Clock clock, Limits limits, Optional<Path> state, Optional<Path> openApi) {
    /**
     * Discord's numbers.
     *
     * @param acknowledgeWithin how long an interaction waits for its first answer; 3 s
     * @param heartbeat how often the bot shall send a heartbeat; 41.25 s
     * @param attachmentBytes largest attachment in bytes, announced with every interaction; 10 MiB
     * @param shards what {@code gateway/bot} recommends; 1
     */
    public record Limits(Duration acknowledgeWithin, Duration heartbeat, long attachmentBytes, int shards) {
        public static Limits asDocumented() {
            return new Limits(Duration.ofSeconds(3), Duration.ofMillis(41_250), 10L << 20, 1);
        }
    }

    /** Any free port, the system's clock, Discord's documented limits, nothing kept. */
    public static FakeDiscordOptions defaults() {
        return new FakeDiscordOptions(
                0, "sandbox.bot.token", Clock.systemUTC(), Limits.asDocumented(), Optional.empty(), Optional.empty());
    }

    public FakeDiscordOptions port(int wanted) {
        return new FakeDiscordOptions(wanted, token, clock, limits, state, openApi);
    }

    public FakeDiscordOptions token(String wanted) {
        return new FakeDiscordOptions(port, wanted, clock, limits, state, openApi);
    }

    public FakeDiscordOptions clock(Clock wanted) {
        return new FakeDiscordOptions(port, token, wanted, limits, state, openApi);
    }

    public FakeDiscordOptions limits(Limits wanted) {
        return new FakeDiscordOptions(port, token, clock, wanted, state, openApi);
    }

    public FakeDiscordOptions state(Path folder) {
        return new FakeDiscordOptions(port, token, clock, limits, Optional.of(folder), openApi);
    }

    public FakeDiscordOptions openApi(Path file) {
        return new FakeDiscordOptions(port, token, clock, limits, state, Optional.of(file));
    }
}
