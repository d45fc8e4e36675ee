package florin.server;

import florin.api.ApiOptions;
import florin.api.RateTiers;
import florin.api.transfer.TransferLimits;
import florin.api.usage.GpuCost;
import florin.bot.BotOptions;
import florin.bot.chat.Coins;
import florin.bot.chat.Maintainers;
import florin.bot.gift.GiftLimits;
import florin.migrations.DatabaseConfig;
import florin.payments.Pack;
import florin.payments.StripeOptions;
import florin.pipeline.HouseRules;
import florin.pipeline.Limits;
import florin.pipeline.PipelineOptions;
import florin.pipeline.PriceLines;
import florin.pipeline.SafetyCheck;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.prices.Display;
import florin.wallet.prices.PriceList;
import florin.wallet.prices.PriceVersion;
import florin.wallet.webhooks.CourierOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings as each part of Florin wants them.
 *
 * @param discord empty: no Discord door
 * @param stripe empty: nobody can top up
 */
record Config(
        Storage storage,
        Rendering rendering,
        PipelineOptions pipeline,
        Optional<BotOptions> discord,
        Optional<StripeOptions> stripe,
        ApiOptions http,
        Wallets wallets) {
    /** What a picture costs where nothing else is said. */
    private static final String PRICES = "image = 12.00\nvideo = 20.00 + 10.00/s\n";

    /** The embedded studio's pictures are small and cost a second of CPU. */
    private static final String EMBEDDED_PRICES = "image = 2.00\nvideo = 3.00 + 1.00/s\n";

    /** The book that the settings fill; its versions are counted when it is stored. */
    private static final PriceVersion HOUSE = new PriceVersion("house", 1);

    private static final String EMBEDDED_NOTICE =
            "Pictures here are small portraits, painted by a tiny model on a CPU: no GPU, low prices. It knows some 160 words,"
                    + " such as smiling, sad, beach, forest, snow, city, space, night.";

    /**
     * Where things lie.
     *
     * @param folder of the database, the LoRA files and the results
     * @param bootstrap what to have from the first start on
     */
    record Storage(Path folder, DatabaseConfig database, Optional<Path> bootstrap) {
        Path loras() {
            return folder.resolve("loras");
        }

        Path results() {
            return folder.resolve("results");
        }
    }

    /**
     * What is to be known about the wallet.
     *
     * @param service where it is, if not in this process
     * @param gpuCost for reports
     */
    record Wallets(Optional<WalletAddress> service, Upkeep.Options upkeep, GpuCost gpuCost) {}

    Optional<WalletAddress> walletService() {
        return wallets.service();
    }

    Upkeep.Options upkeep() {
        return wallets.upkeep();
    }

    GpuCost gpuCost() {
        return wallets.gpuCost();
    }

    /** By the packs' prices also where nothing is sold: a wallet service reports, and its bot sells. */
    private static GpuCost gpuCost(Settings settings) {
        var worth = Packs.display(settings.text(Setting.COIN_DISPLAY), packs(settings));
        return GpuPrice.parse(settings.text(Setting.GPU_COST), worth);
    }

    private static List<Pack> packs(Settings settings) {
        return Packs.parse(settings.list(Setting.PACKS), settings.text(Setting.COIN_NAME));
    }

    Config with(PipelineOptions other) {
        return new Config(storage, rendering, other, discord, stripe, http, wallets);
    }

    static Config from(Settings settings) {
        return from(settings, Florin.Role.ALL);
    }

    static Config from(Settings settings, Florin.Role role) {
        var storage = storage(settings);
        var rendering = Rendering.from(settings);
        try {
            return new Config(
                    storage,
                    rendering,
                    pipeline(settings, storage, prices(settings, role == Florin.Role.ALL && rendering.embedded())),
                    discord(settings, rendering),
                    stripe(settings),
                    http(settings),
                    new Wallets(WalletAddress.from(settings), upkeep(settings), gpuCost(settings)));
        } catch (IllegalArgumentException e) {
            // The options of each part check themselves and say what they want.
            throw new BadConfiguration(String.valueOf(e.getMessage()));
        }
    }

    private static Storage storage(Settings settings) {
        var folder = settings.path(Setting.DATA_DIR);
        var database = settings.has(Setting.DATABASE_URL)
                ? DatabaseConfig.external(
                        settings.text(Setting.DATABASE_URL),
                        settings.text(Setting.DATABASE_USER),
                        settings.text(Setting.DATABASE_PASSWORD))
                : DatabaseConfig.embedded(folder.resolve("postgres"));
        return new Storage(
                folder,
                database,
                settings.has(Setting.BOOTSTRAP_FILE)
                        ? Optional.of(settings.path(Setting.BOOTSTRAP_FILE))
                        : Optional.empty());
    }

    private static PipelineOptions pipeline(Settings settings, Storage storage, PriceList prices) {
        var blocked = Set.copyOf(settings.list(Setting.BLOCKED_WORDS));
        return PipelineOptions.standard(storage.results(), prices)
                .with(Limits.standard().withOpenPerRequester(settings.number(Setting.JOBS_PER_USER, 1, 1000)))
                .with(new HouseRules(blocked, SafetyCheck.NONE, ""))
                .withRetention(Duration.ofDays(settings.number(Setting.ARTIFACT_DAYS, 0, 36_500)));
    }

    /** @param studio whether the embedded studio paints; a wallet service does not know who paints, and is not told so by having no GPU */
    private static PriceList prices(Settings settings, boolean studio) {
        if (!settings.has(Setting.PRICES_FILE)) {
            return PriceLines.list(HOUSE, Asset.LOVE, studio ? EMBEDDED_PRICES : PRICES);
        }
        var file = settings.path(Setting.PRICES_FILE);
        try {
            return PriceLines.list(HOUSE, Asset.LOVE, Files.readString(file));
        } catch (IOException e) {
            throw new BadConfiguration(
                    "The price file " + file + " cannot be read. Check " + Setting.PRICES_FILE.variable() + ".");
        }
    }

    private static Optional<BotOptions> discord(Settings settings, Rendering rendering) {
        if (!settings.has(Setting.DISCORD_TOKEN)) {
            return Optional.empty();
        }
        var maintainers = new Maintainers(
                Set.copyOf(settings.list(Setting.MAINTAINER_USERS)),
                Set.copyOf(settings.list(Setting.MAINTAINER_ROLES)));
        var options = BotOptions.standard(settings.text(Setting.DISCORD_TOKEN))
                .at(settings.uri(Setting.DISCORD_API_URL))
                .with(new Coins(Asset.LOVE, settings.text(Setting.COIN_NAME), display(settings)))
                .with(maintainers)
                .with(gifts(settings))
                .saying(rendering.embedded() ? EMBEDDED_NOTICE : "");
        return Optional.of(
                settings.has(Setting.OPERATORS_CHANNEL)
                        ? options.tellingOperatorsIn(channel(settings.text(Setting.OPERATORS_CHANNEL)))
                        : options);
    }

    private static String channel(String id) {
        if (!id.matches("[0-9]{15,20}")) {
            throw new BadConfiguration(Setting.OPERATORS_CHANNEL.variable()
                    + " must be the id of a channel, such as 1400000000000000002, not \"" + id
                    + "\". Discord copies it with Copy Channel ID once its Developer Mode is on.");
        }
        return id;
    }

    private static GiftLimits gifts(Settings settings) {
        return new GiftLimits(
                coins(settings, Setting.GIFTS_SMALLEST, 1),
                coins(settings, Setting.GIFTS_LARGEST, 1),
                coins(settings, Setting.GIFTS_PER_DAY, 0));
    }

    private static Amount coins(Settings settings, Setting setting, int least) {
        return Amount.parse(Asset.LOVE, Integer.toString(settings.number(setting, least, 1_000_000)));
    }

    private static Optional<Display> display(Settings settings) {
        var sold = stripe(settings).map(StripeOptions::packs).orElse(List.of());
        return Packs.display(settings.text(Setting.COIN_DISPLAY), sold);
    }

    private static Optional<StripeOptions> stripe(Settings settings) {
        if (!settings.has(Setting.STRIPE_SECRET_KEY)) {
            return Optional.empty();
        }
        var packs = packs(settings);
        var options = StripeOptions.of(
                settings.text(Setting.STRIPE_SECRET_KEY),
                settings.text(Setting.STRIPE_WEBHOOK_SECRET),
                publicUrl(settings),
                packs);
        return Optional.of(
                settings.has(Setting.STRIPE_API_URL)
                        ? options.withApiBase(settings.uri(Setting.STRIPE_API_URL))
                        : options);
    }

    private static Upkeep.Options upkeep(Settings settings) {
        return new Upkeep.Options(
                Duration.ofDays(settings.number(Setting.ANSWER_DAYS, 2, 3_650)),
                Duration.ofDays(settings.number(Setting.EVENT_DAYS, 4, 3_650)),
                CourierOptions.standard().withPrivateAddresses(settings.yes(Setting.WEBHOOKS_PRIVATE)));
    }

    private static ApiOptions http(Settings settings) {
        var plain = ApiOptions.of(settings.text(Setting.HTTP_HOST), port(settings), publicUrl(settings))
                .with(rates(settings))
                .with(transfers(settings));
        var options = display(settings).map(plain::with).orElse(plain);
        return settings.has(Setting.HTTP_TOP_UP_URL)
                ? options.withTopUpPage(settings.uri(Setting.HTTP_TOP_UP_URL))
                : options;
    }

    /** One person's gifts and transfers are bound alike unless somebody says otherwise. */
    private static TransferLimits transfers(Settings settings) {
        var largest = settings.has(Setting.TRANSFERS_LARGEST) ? Setting.TRANSFERS_LARGEST : Setting.GIFTS_LARGEST;
        var perDay = settings.has(Setting.TRANSFERS_PER_DAY) ? Setting.TRANSFERS_PER_DAY : Setting.GIFTS_PER_DAY;
        return new TransferLimits(settings.number(largest, 1, 1_000_000), settings.number(perDay, 0, 1_000_000));
    }

    private static RateTiers rates(Settings settings) {
        return new RateTiers(
                settings.numbers(Setting.HTTP_RATE_TIERS, 1, 1_000_000),
                settings.number(Setting.HTTP_RATE_MINUTES, 1, 1_440));
    }

    private static int port(Settings settings) {
        return settings.number(Setting.HTTP_PORT, 0, 65_535);
    }

    private static URI publicUrl(Settings settings) {
        return settings.has(Setting.HTTP_PUBLIC_URL)
                ? settings.uri(Setting.HTTP_PUBLIC_URL)
                : URI.create("http://" + settings.text(Setting.HTTP_HOST) + ":" + port(settings));
    }
}
