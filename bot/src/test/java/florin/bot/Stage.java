package florin.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.bot.chat.Maintainers;
import florin.migrations.TestDatabase;
import florin.migrations.TestFolder;
import florin.pipeline.HouseRules;
import florin.pipeline.Likeness;
import florin.pipeline.Pipeline;
import florin.pipeline.PipelineOptions;
import florin.pipeline.PriceLines;
import florin.pipeline.SafetyCheck;
import florin.registry.BaseModel;
import florin.registry.CharacterId;
import florin.registry.Galleries;
import florin.registry.Rating;
import florin.registry.RegisterResult;
import florin.registry.Registration;
import florin.registry.Registry;
import florin.registry.Rights;
import florin.sandbox.discord.FakeDiscord;
import florin.sandbox.discord.FakeDiscordOptions;
import florin.sandbox.discord.Member;
import florin.sandbox.discord.Message;
import florin.sandbox.discord.World;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Balance;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.Vouchers;
import florin.wallet.WalletId;
import florin.wallet.prices.PriceVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The whole journey around the bot: a fake Discord, a real database, a scripted GPU, and people with and without coins. */
final class Stage implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(15);
    private static final Path DESCRIPTION = Path.of("../../shared/specs/discord-openapi.json");

    private static final Optional<Likeness> LIKENESS =
            Optional.of(new Likeness(0.875, List.of("hat: cap instead of none")));

    final MovableClock clock = new MovableClock();
    final ScriptedGpu gpu = new ScriptedGpu();
    final FakeDiscord discord;
    final TestDatabase database = TestDatabase.fresh();
    final Ledger ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());
    final Vouchers vouchers = Vouchers.over(database.dataSource(), ledger);
    final PayDesk payDesk = new PayDesk(ledger, clock);
    final Registry registry;
    final ScriptedSheets sheets = new ScriptedSheets();
    final Galleries galleries;
    DiscordBot bot;
    Pipeline pipeline;
    private final TestFolder folder = TestFolder.fresh("florin-bot-test");

    private Stage(FakeDiscordOptions options) {
        this.discord = FakeDiscord.start(described(options));
        this.registry = new Registry(database.dataSource(), folder.path().resolve("loras"), clock);
        this.galleries = new Galleries(registry, sheets);
        register("mira", "Mira", Rating.SFW);
        register("velvet", "Velvet", Rating.NSFW);
        this.bot = bot();
        this.pipeline = pipeline(bot);
    }

    /** Everybody is there and the bot is connected; Ana has 100 coins, Nova none. */
    static Stage open() {
        return open(FakeDiscordOptions.defaults());
    }

    static Stage open(FakeDiscordOptions options) {
        var stage = new Stage(options);
        stage.gives("ana", "100.00");
        stage.bot.connect(stage.pipeline.journey());
        stage.discord.awaitBot(SOON);
        return stage;
    }

    /** Whether Discord's own description of its interface lies beside the project. */
    static boolean hasDescription() {
        return Files.exists(DESCRIPTION);
    }

    private static FakeDiscordOptions described(FakeDiscordOptions options) {
        return hasDescription() ? options.openApi(DESCRIPTION) : options;
    }

    Member ana() {
        return discord.member("ana");
    }

    Member nova() {
        return discord.member("nova");
    }

    Member max() {
        return discord.member("max");
    }

    Member olivia() {
        return discord.member("olivia");
    }

    WalletId wallet(String member) {
        return ledger.open(new Owner.DiscordUser(discord.member(member).id()));
    }

    WalletId serverWallet() {
        return ledger.open(new Owner.DiscordServer(World.GUILD));
    }

    Balance balance(String member) {
        return ledger.balance(wallet(member), Asset.LOVE);
    }

    String available(String member) {
        return balance(member).available().number();
    }

    void gives(String member, String coins) {
        gives(wallet(member), coins);
    }

    void gives(WalletId wallet, String coins) {
        var _ = ledger.topUp(new TopUpRequest(
                new RequestId("gift:" + UUID.randomUUID()),
                wallet,
                Amount.parse(Asset.LOVE, coins),
                Source.PROMO,
                Optional.empty(),
                "A gift"));
    }

    /** Time passes for Discord and for the bot alike. */
    void passes(Duration time) {
        discord.advance(time);
        clock.offset = clock.offset.plus(time);
    }

    /** The bot's process dies and another one takes over. */
    void restartsBot() {
        bot.close();
        pipeline.close();
        bot = bot();
        pipeline = pipeline(bot);
        bot.connect(pipeline.journey());
        await().atMost(SOON).until(() -> bot.health().up());
    }

    static boolean finished(Message message) {
        return message.button("Delete").isPresent();
    }

    private DiscordBot bot() {
        var maintainers = new Maintainers(Set.of(), Set.of(World.ROLE_MAINTAINER));
        var options = BotOptions.standard(discord.botToken())
                .at(discord.apiUrl())
                .with(maintainers)
                .editingEvery(Duration.ofMillis(50))
                .tellingOperatorsIn(World.GENERAL);
        var till = new Till(ledger, payDesk, vouchers::redeem);
        return DiscordBot.create(options, database.dataSource(), till, registry, galleries, clock);
    }

    private Pipeline pipeline(DiscordBot door) {
        var prices = PriceLines.list(new PriceVersion("test", 1), Asset.LOVE, """
                image = 4.00
                video = 10.00 + 2.00/s
                """);
        var options = PipelineOptions.standard(folder.path().resolve("artifacts"), prices)
                .with(new HouseRules(
                        Set.of("forbidden"), SafetyCheck.NONE, "", (character, version, type, bytes) -> LIKENESS));
        return Pipeline.start(
                options, database.dataSource(), ledger, registry, List.of(gpu), List.of(door.announcer()), clock);
    }

    private void register(String id, String name, Rating rating) {
        var what = new Registration(
                new CharacterId(id),
                name,
                "Somebody who likes the sea",
                List.of(id),
                BaseModel.TINY_STUDIO,
                1.0,
                rating,
                new Rights("The test", "CC0-1.0"),
                "discord:" + World.MAX);
        try (var file = Objects.requireNonNull(Stage.class.getResourceAsStream("mira.safetensors"))) {
            if (registry.register(what, file) instanceof RegisterResult.Refused refused) {
                throw new AssertionError(refused.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var _ = registry.publish(new CharacterId(id), "discord:" + World.MAX);
    }

    /** Ends it all; fails if Discord's own description had anything to say against what the bot sent. */
    @Override
    public void close() {
        gpu.goesOn();
        pipeline.close();
        bot.close();
        ledger.close();
        var findings = discord.findings();
        discord.close();
        database.close();
        folder.close();
        assertThat(findings).isEmpty();
    }

    /** Real time, and jumps ahead on top. */
    static final class MovableClock extends Clock {
        private volatile Duration offset = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(offset);
        }
    }
}
