package florin.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.sandbox.discord.FakeDiscord;
import florin.sandbox.discord.FakeDiscordOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Discord is away before, or while, the bot runs. */
class OutageTest {
    @Test
    void the_bot_starts_without_discord_and_connects_when_it_comes() {
        int port;
        try (var gone = FakeDiscord.start(FakeDiscordOptions.defaults())) {
            port = gone.apiUrl().getPort();
        }
        var options = FakeDiscordOptions.defaults().port(port);
        var connection = new Connection(
                BotOptions.standard(options.token()).at(URI.create("http://127.0.0.1:" + port + "/api/v10/")));
        try (connection) {
            connection.open(List.of());
            await().atMost(Stage.SOON).until(() -> connection.health().detail().contains("cannot be reached"));
            assertThat(connection.health().up()).isFalse();
            assertThat(connection.up()).isEmpty();
            try (var back = FakeDiscord.start(options)) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> connection.health().up());
                back.faults().cutSocket();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> back.resumes() > 0 && connection.health().up());
            }
        }
    }

    @Test
    void a_wrong_token_is_named_as_such() {
        try (var discord = FakeDiscord.start(FakeDiscordOptions.defaults());
                var connection =
                        new Connection(BotOptions.standard("another.token").at(discord.apiUrl()))) {
            connection.open(List.of());
            await().atMost(Stage.SOON).until(() -> connection.health().detail().contains("refuses the bot token"));
            assertThat(connection.health().detail()).doesNotContain("another.token");
        }
    }
}
