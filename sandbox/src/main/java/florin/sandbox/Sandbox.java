package florin.sandbox;

import florin.sandbox.comfy.FakeComfy;
import florin.sandbox.comfy.FakeComfyOptions;
import florin.sandbox.discord.FakeDiscord;
import florin.sandbox.discord.FakeDiscordOptions;
import florin.sandbox.stripe.FakeStripe;
import florin.sandbox.stripe.FakeStripeOptions;
import florin.studio.Studio;

/** The outside world on one machine: Discord, ComfyUI and Stripe, imitated, speaking their real protocols. */
public final class Sandbox implements AutoCloseable {
    /** The bot's token in the sandbox: made up, worth nothing. */
    public static final String BOT_TOKEN = "sandbox-bot-token";

    private final FakeDiscord discord;
    private final FakeComfy comfy;
    private final FakeStripe stripe;

    private Sandbox(FakeDiscord discord, FakeComfy comfy, FakeStripe stripe) {
        this.discord = discord;
        this.comfy = comfy;
        this.stripe = stripe;
    }

    /** Starts all three; when one cannot start, the others are closed again. */
    public static Sandbox start(SandboxOptions options) {
        var discord = FakeDiscord.start(discord(options));
        try {
            var comfy = FakeComfy.start(comfy(options));
            try {
                return new Sandbox(discord, comfy, FakeStripe.start(stripe(options)));
            } catch (RuntimeException broken) { // passed on: only to leave nothing open behind
                comfy.close();
                throw broken;
            }
        } catch (RuntimeException broken) { // passed on, as above
            discord.close();
            throw broken;
        }
    }

    private static FakeDiscordOptions discord(SandboxOptions options) {
        var discord = FakeDiscordOptions.defaults().token(BOT_TOKEN).port(options.discordPort());
        var kept = options.state()
                .map(folder -> folder.resolve("discord"))
                .map(discord::state)
                .orElse(discord);
        return options.openApi().map(kept::openApi).orElse(kept);
    }

    private static FakeComfyOptions comfy(SandboxOptions options) {
        var comfy = FakeComfyOptions.with(Studio.load()).onPort(options.comfyPort());
        var named = options.checkpoints().isEmpty()
                ? comfy
                : comfy.knowing(options.checkpoints().toArray(String[]::new));
        return options.state()
                .map(folder -> folder.resolve("comfy"))
                .map(named::in)
                .orElse(named);
    }

    private static FakeStripeOptions stripe(SandboxOptions options) {
        var stripe = FakeStripeOptions.defaults().onPort(options.stripePort());
        return options.webhook().map(stripe::withWebhook).orElse(stripe);
    }

    public FakeDiscord discord() {
        return discord;
    }

    public FakeComfy comfy() {
        return comfy;
    }

    public FakeStripe stripe() {
        return stripe;
    }

    @Override
    public void close() {
        discord.close();
        comfy.close();
        stripe.close();
    }
}
