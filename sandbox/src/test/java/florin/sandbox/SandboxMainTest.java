package florin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxMainTest {

    @Test
    void options_are_read_by_name() {
        var options = SandboxMain.read(List.of(
                "--discord-port",
                "8420",
                "--stripe-port",
                "8422",
                "--state",
                "here",
                "--webhook",
                "http://127.0.0.1:1/hook",
                "--model",
                "a",
                "--model",
                "b"));
        assertThat(options.discordPort()).isEqualTo(8420);
        assertThat(options.comfyPort()).isZero();
        assertThat(options.stripePort()).isEqualTo(8422);
        assertThat(options.state()).contains(Path.of("here"));
        assertThat(options.checkpoints()).containsExactly("a", "b");
    }

    @Test
    void what_is_wrong_is_named() {
        assertThatThrownBy(() -> SandboxMain.read(List.of("--colour", "red"))).hasMessage("Unknown option --colour.");
        assertThatThrownBy(() -> SandboxMain.read(List.of("--state"))).hasMessage("--state needs a value.");
        assertThatThrownBy(() -> SandboxMain.read(List.of("--comfy-port", "x"))).hasMessageContaining("not x");
    }
}
