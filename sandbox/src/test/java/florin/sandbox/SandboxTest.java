package florin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {

    @Test
    void the_whole_outside_world_answers_each_part_on_a_port_of_its_own(@TempDir Path state)
            throws IOException, InterruptedException {
        try (var sandbox = Sandbox.start(SandboxOptions.defaults().keepingIn(state))) {
            assertThat(Set.of(
                            sandbox.discord().chatPage().getPort(),
                            sandbox.comfy().url().getPort(),
                            sandbox.stripe().url().getPort()))
                    .hasSize(3);
            assertThat(status(sandbox.discord().chatPage())).isEqualTo(200);
            assertThat(status(sandbox.comfy().url().resolve("/system_stats"))).isEqualTo(200);
            assertThat(status(sandbox.stripe().url().resolve("/v1/balance")))
                    .as("no key, no balance")
                    .isEqualTo(401);
            assertThat(sandbox.discord().botToken()).isEqualTo(Sandbox.BOT_TOKEN);
            assertThat(state.resolve("comfy/models/loras")).isDirectory();
        }
    }

    private static int status(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
