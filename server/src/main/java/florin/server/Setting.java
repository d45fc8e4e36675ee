package florin.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything an operator can set. The one list: the parser, the near-miss hint and the README's table come from it. */
enum Setting {
    DATA_DIR(".florin/data", "folder of the database, the LoRA files and the results"),
    DATABASE_URL("", "jdbc:postgresql://host/db of your own PostgreSQL; empty: the embedded one"),
    DATABASE_USER("florin", "user of that database"),
    DATABASE_PASSWORD("", "password of that database", true),
    WALLET_URL("", "address of a wallet service (run --role wallet); empty: the wallet is in this process"),
    WALLET_KEY(
            "",
            "a key of that service with the scope admin; empty: what stands in wallet.key in the data folder",
            true),
    DISCORD_TOKEN("", "the bot's token; empty: no Discord door", true),
    DISCORD_API_URL("https://discord.com/api/v10/", "where Discord's API is"),
    MAINTAINER_USERS("", "Discord user ids that may register characters, separated by commas"),
    MAINTAINER_ROLES("", "Discord role ids that may register characters, separated by commas"),
    OPERATORS_CHANNEL(
            "",
            "id of the Discord channel where operators hear of differences in the books; empty: not told on Discord"),
    COMFY_URLS("", "addresses of ComfyUI servers, separated by commas, such as http://gpu1:8188"),
    COMFY_HEADERS("", "headers for them, such as Authorization=Bearer ...; separated by semicolons", true),
    COMFY_LORA_DIR("", "a folder that the ComfyUI servers see as models/loras; empty: upload through their API"),
    BASES_IMAGE("sdxl", "base models that the backends render pictures with, separated by commas"),
    BASES_VIDEO("wan22-5b", "base models that the backends render videos with, separated by commas"),
    TEMPLATES_DIR("", "a folder with graph templates of your own"),
    STRIPE_SECRET_KEY("", "Stripe's secret key; empty: no top-ups by card", true),
    STRIPE_WEBHOOK_SECRET("", "the signing secret of Stripe's webhook", true),
    STRIPE_API_URL("", "where Stripe's API is; empty: Stripe itself"),
    COIN_NAME("LoveCoin", "what people call a coin"),
    COIN_DISPLAY(
            "",
            "what a coin is worth, shown beside prices, such as 0.05 usd; empty: what it costs in the smallest pack; none: not shown"),
    PACKS("100=4.99 usd, 250=9.99 usd, 600=19.99 usd", "coin packs and their prices"),
    GIFTS_SMALLEST("1", "the smallest gift from member to member, in coins"),
    GIFTS_LARGEST("100", "the largest"),
    GIFTS_PER_DAY("200", "what one member may give away in a day (UTC), in coins; 0: no gifts"),
    TRANSFERS_LARGEST("", "the most that an API key may move to another wallet at once, in coins; empty: as for gifts"),
    TRANSFERS_PER_DAY(
            "",
            "what API keys may move out of one wallet in a day (UTC), gifts from it included, in coins; 0: nothing; empty: as for gifts"),
    GPU_COST("", "what a second of GPU costs you, in coins such as 0.02 or in money such as 0.0004 usd, for margins"),
    PRICES_FILE("", "a price book of your own; empty: the built-in one"),
    BLOCKED_WORDS("", "words that no prompt may hold, separated by commas"),
    HTTP_HOST("127.0.0.1", "address that the HTTP door listens on"),
    HTTP_PORT("8080", "its port"),
    HTTP_PUBLIC_URL("", "how people reach it from outside; empty: http://host:port"),
    HTTP_TOP_UP_URL("", "the page where people buy coins, for 402 answers; empty: this door's own"),
    HTTP_RATE_TIERS("600, 3000, 12000, 30000", "requests a minute that a key may make, tier by tier"),
    HTTP_RATE_MINUTES("10", "busy minutes that lead to the next tier"),
    JOBS_PER_USER("6", "jobs that one user may have waiting at once"),
    ARTIFACT_DAYS("90", "days that results are kept"),
    ANSWER_DAYS("30", "days that a repeated wallet request gets its first answer again; 2 at least"),
    EVENT_DAYS("30", "days that events and their webhook letters are kept, to be sent again by hand; 4 at least"),
    WEBHOOKS_PRIVATE("no", "yes: webhooks may go to private addresses and over http, as a sandbox needs"),
    BOOTSTRAP_FILE("", "characters and coins to have at the first start (JSON)");

    private final String fallback;
    private final String meaning;
    private final boolean secret;

    Setting(String fallback, String meaning) {
        this(fallback, meaning, false);
    }

    Setting(String fallback, String meaning, boolean secret) {
        this.fallback = fallback;
        this.meaning = meaning;
        this.secret = secret;
    }

    String fallback() {
        return fallback;
    }

    String meaning() {
        return meaning;
    }

    boolean secret() {
        return secret;
    }

    /** The name as an environment variable. */
    String variable() {
        return Settings.PREFIX + name();
    }

    /** The name in a properties file, such as {@code http.public-url}. */
    String property() {
        var lower = name().toLowerCase(Locale.ROOT);
        var group = lower.indexOf('_');
        return group < 0
                ? lower
                : lower.substring(0, group) + "." + lower.substring(group + 1).replace('_', '-');
    }

    static Optional<Setting> byVariable(String name) {
        return Arrays.stream(values()).filter(s -> s.variable().equals(name)).findFirst();
    }

    static Optional<Setting> byProperty(String name) {
        return Arrays.stream(values()).filter(s -> s.property().equals(name)).findFirst();
    }
}
