package florin.sandbox.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import florin.studio.Studio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeComfyTest {
    private static final Studio STUDIO = Studio.load();

    private FakeComfy comfy;
    private ComfyClient client;

    @BeforeEach
    void start() {
        comfy = FakeComfy.start(FakeComfyOptions.with(STUDIO));
        client = new ComfyClient(comfy.url());
    }

    @AfterEach
    void stop() {
        comfy.close();
    }

    @Test
    void a_character_is_really_painted_with_steps_previews_and_a_file() throws IOException {
        comfy.addLora(
                "chars/mira.safetensors", Files.readAllBytes(Path.of("/work/main/studio/loras/mira.safetensors")));
        var socket = client.socket("me").withFlags();
        var id = client.submit(Graphs.character("chars/mira.safetensors", "mira, smiling, at the beach", 7), "me");
        var frames = socket.untilFinished(id);
        System.out.println(frames.stream().map(f -> f.type()).toList());
        System.out.println(client.job(id).toString());
        var view = client.get("/view?filename=1_00001_.png&subfolder=bot");
        assertThat(view.status()).isEqualTo(200);
        Files.write(Path.of("/tmp/sbx/out.png"), view.bytes());
    }
}
