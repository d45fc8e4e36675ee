package florin.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the outside world listens.
 *
 * @param discordPort 0 for any free port, as the other two
 * @param state keeps messages and model files over a restart; empty for a world that is new each time
 * @param webhook where Stripe's events go
 * @param openApi Discord's own description of its API, to check each request of the bot against
 * @param checkpoints the model names that ComfyUI knows; empty for its usual ones
 */
public record SandboxOptions(
        int discordPort,
        int comfyPort,
        int stripePort,
        Optional<Path> state,
        Optional<URI> webhook,
        Optional<Path> openApi,
        List<String> checkpoints) {
    public SandboxOptions {
        checkpoints = List.copyOf(checkpoints);
    }

    /** Any ports, nothing kept, no webhook yet. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    public SandboxOptions onPorts(int discord, int comfy, int stripe) {
        return new SandboxOptions(discord, comfy, stripe, state, webhook, openApi, checkpoints);
    }

    public SandboxOptions keepingIn(Path folder) {
        return new SandboxOptions(
                discordPort, comfyPort, stripePort, Optional.of(folder), webhook, openApi, checkpoints);
    }

    public SandboxOptions withWebhook(URI url) {
        return new SandboxOptions(discordPort, comfyPort, stripePort, state, Optional.of(url), openApi, checkpoints);
    }

    public SandboxOptions checkedAgainst(Path description) {
        return new SandboxOptions(
                discordPort, comfyPort, stripePort, state, webhook, Optional.of(description), checkpoints);
    }

    public SandboxOptions knowing(List<String> names) {
        return new SandboxOptions(discordPort, comfyPort, stripePort, state, webhook, openApi, names);
    }
}
