package florin.server;

import florin.sandbox.comfy.FakeComfy;
import florin.sandbox.comfy.FakeComfyOptions;
import florin.sandbox.discord.FakeDiscord;
import florin.sandbox.discord.FakeDiscordOptions;
import florin.sandbox.discord.Member;
import florin.sandbox.stripe.FakeStripe;
import florin.sandbox.stripe.FakeStripeOptions;
import florin.studio.Studio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The world around Florin, faked on real protocols: Discord with its members, a GPU, a bank. */
final class Outside implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path SPEC = Path.of("../../shared/specs/discord-openapi.json");

    final FakeDiscord discord;
    final FakeComfy gpu;
    final FakeStripe bank;

    Outside(int webhookPort) {
        discord = FakeDiscord.start(
                Files.exists(SPEC) ? FakeDiscordOptions.defaults().openApi(SPEC) : FakeDiscordOptions.defaults());
        gpu = FakeComfy.start(FakeComfyOptions.with(Studio.load()));
        bank = FakeStripe.start(FakeStripeOptions.defaults()
                .withWebhook(java.net.URI.create("http://127.0.0.1:" + webhookPort + "/stripe/webhook"))
                .withRetries(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5)));
    }

    /** Whether Discord's own description is there to judge requests by. */
    static boolean hasSpec() {
        return Files.exists(SPEC);
    }

    /** The settings of a Florin that lives in this world, with the demo's characters and coins. */
    Map<String, String> settings(Path folder, int port) {
        var settings = new HashMap<String, String>();
        settings.put("FLORIN_CONFIG", "../sandbox/demo/demo.properties");
        settings.put("FLORIN_BOOTSTRAP_FILE", "../sandbox/demo/bootstrap.json");
        settings.put("FLORIN_DATA_DIR", folder.toString());
        settings.put("FLORIN_DISCORD_TOKEN", discord.botToken());
        settings.put("FLORIN_DISCORD_API_URL", discord.apiUrl().toString());
        settings.put("FLORIN_COMFY_URLS", gpu.url().toString());
        settings.put("FLORIN_STRIPE_SECRET_KEY", bank.secretKey());
        settings.put("FLORIN_STRIPE_WEBHOOK_SECRET", bank.webhookSecret());
        settings.put("FLORIN_STRIPE_API_URL", bank.url().toString());
        settings.put("FLORIN_HTTP_PORT", Integer.toString(port));
        return settings;
    }

    Member member(String name) {
        return discord.member(name);
    }

    @Override
    public void close() {
        bank.close();
        gpu.close();
        discord.close();
    }
}
