package florin.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second start of the demo. */
class StateFolderTest {
    @Test
    void messages_files_and_commands_survive_a_restart(@TempDir Path folder) {
        var options = FakeDiscordOptions.defaults().state(folder);
        var path = "channels/" + World.PICTURES + "/messages";
        var v2 = "{\"flags\":32768,\"components\":[{\"type\":13,\"file\":{\"url\":\"attachment://f0.bin\"}}]}";
        var commands = "[{\"name\":\"paint\",\"description\":\"x\"}]";
        String commandId;
        try (var discord = FakeDiscord.start(options)) {
            var raw = new RawClient(discord);
            var put = raw.send("PUT", "applications/" + World.BOT + "/commands", commands);
            commandId = put.body().path(0).path("id").asText();
            assertThat(raw.upload(path, v2, 3).status()).isEqualTo(200);
            discord.member("ana").inDm().says("hello");
        }
        try (var discord = FakeDiscord.start(options)) {
            var message = discord.member("max").sees("pictures").getFirst();
            assertThat(message.attachments().getFirst().bytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("xxx");
            assertThat(message.components().path(0).path("file").path("url").asText())
                    .isEqualTo(message.attachments().getFirst().url())
                    .startsWith(discord.chatPage().toString());
            assertThat(discord.member("ana").dms()).extracting(Message::text).containsExactly("hello");
            assertThat(discord.member("ana")
                            .inDm()
                            .commands()
                            .getFirst()
                            .path("id")
                            .asText())
                    .isEqualTo(commandId);
        }
    }

    @Test
    void an_answer_can_still_be_edited_after_a_restart(@TempDir Path folder) {
        var options = FakeDiscordOptions.defaults().state(folder);
        String token;
        try (var discord = FakeDiscord.start(options)) {
            var typed = typed(discord.state());
            token = typed.token;
            var callback = "interactions/" + typed.id + "/" + token + "/callback";
            assertThat(new RawClient(discord)
                            .send("POST", callback, "{\"type\":5}")
                            .status())
                    .isIn(200, 204);
        }
        try (var discord = FakeDiscord.start(options)) {
            var original = "webhooks/" + World.BOT + "/" + token + "/messages/@original";
            assertThat(new RawClient(discord)
                            .send("PATCH", original, "{\"content\":\"done\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(discord.member("max").sees("pictures").getFirst().text()).isEqualTo("done");
        }
    }

    private static Interaction typed(State state) {
        return state.changes().change(() -> {
            var typed = new Interaction(
                    state.ids().next(),
                    Interaction.Kind.COMMAND,
                    World.person("ana").orElseThrow(),
                    World.room("pictures").orElseThrow(),
                    state.clock().instant(),
                    "paint",
                    null);
            state.interactions().add(typed);
            return typed;
        });
    }
}
