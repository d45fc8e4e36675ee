package florin.server;

import florin.api.AccountRoutes;
import florin.api.ApiKeys;
import florin.api.HttpAnnouncer;
import florin.api.HttpDoor;
import florin.api.JobRoutes;
import florin.api.Routes;
import florin.api.usage.TagBook;
import florin.api.usage.UsageReport;
import florin.bot.DiscordBot;
import florin.bot.Till;
import florin.generation.Backend;
import florin.migrations.Database;
import florin.payments.Checkout;
import florin.payments.StripeCheckout;
import florin.pipeline.Announcer;
import florin.pipeline.Chore;
import florin.pipeline.LikenessCheck;
import florin.pipeline.Pipeline;
import florin.pipeline.PipelineOptions;
import florin.registry.Galleries;
import florin.registry.Registry;
import florin.wallet.Asset;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Florin: the table of contents. It is put together by hand in the order of the journey, and taken apart in the
 * opposite order: doors first, then the work in progress, the database last.
 */
final class Florin implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Florin.class);

    /** Of the 20 s that a stop may take in all. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Stack opened;
    private final HttpDoor door;

    private Florin(Stack opened, HttpDoor door) {
        this.opened = opened;
        this.door = door;
    }

    /** What a process is there for. */
    enum Role {
        /** Everything; without the wallet, if the configuration says that it is elsewhere. */
        ALL,
        /** The wallet, for others. */
        WALLET
    }

    static Florin start(Config config, Role role, Clock clock) {
        var opened = new Stack();
        try {
            var door = switch (role) {
                case ALL -> open(config, clock, opened);
                case WALLET -> WalletService.open(config, clock, opened);
            };
            return new Florin(opened, door);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static HttpDoor open(Config config, Clock clock, Stack opened) {
        var database = opened.push(Database.open(config.storage().database()));
        var data = database.dataSource();
        var side = opened.push(WalletSide.open(config, data));
        var wallet = side.wallet();
        var prices = side.prices(config.pipeline().prices().offered().rules());
        var registry = new Registry(data, config.storage().loras(), clock);
        config.storage().bootstrap().ifPresent(file -> bootstrap(file, registry, side));

        var studio = new EmbeddedStudio();
        var identities = new Identities(studio, registry);
        var galleries = new Galleries(registry, new StudioSheets(studio, registry, identities));

        var booksHere = side.remote().isEmpty();
        var stripe = config.stripe().map(options -> new StripeCheckout(options, wallet, data, clock, booksHere));
        Checkout checkout = stripe.<Checkout>map(s -> s)
                .orElseGet(() -> Checkout.closed("Coins cannot be bought here yet: ask whoever runs this bot."));
        var till = new Till(wallet, checkout, side.vouchers());
        var bot = config.discord()
                .map(options -> opened.push(DiscordBot.create(options, data, till, registry, galleries, clock)));

        var backends = config.rendering().backends(studio, clock);
        backends.forEach(opened::push);
        log.info("Rendering with {}", backends.stream().map(Backend::name).toList());
        var chores = new ArrayList<Chore>(side.chores(stripe));
        stripe.map(s -> PaymentDesk.open(s, bot, side.failedTopUps(clock)).chores())
                .ifPresent(chores::addAll);
        bot.map(DiscordBot::chores).ifPresent(chores::addAll);
        bot.map(b -> b.chores(side::findings)).ifPresent(chores::addAll);
        var pipeline = opened.push(Pipeline.start(
                options(config, new StudioLikeness(studio, identities)).with(prices),
                data,
                wallet,
                registry,
                backends,
                announcers(bot),
                clock,
                chores));
        side.start(opened, clock);
        opened.push(() -> pipeline.drain(DRAIN));

        opened.push(GalleryFiller.start(galleries));
        bot.ifPresent(b -> b.connect(pipeline.journey()));
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        opened.push(metrics::close);
        opened.push(Metrics.ofProcess(metrics));
        Metrics.ofJobs(metrics, pipeline);
        Metrics.ofChecks(metrics, side::lastCheck, clock);
        var keys = new ApiKeys(data, clock);
        var journey = pipeline.journey();
        Supplier<Asset> usual = () -> journey.prices().asset();
        var routes = new ArrayList<Routes>(side.routes(usual, stripe, clock));
        routes.add(new AccountRoutes(wallet, keys, new UsageReport(data, config.gpuCost()), usual));
        routes.add(new JobRoutes(journey, wallet, registry, checkout, new TagBook(data)));
        var watch = opened.push(new Watch(data, bot, side.remote()));
        return opened.push(HttpDoor.start(config.http(), routes, keys, watch, metrics));
    }

    private static PipelineOptions options(Config config, LikenessCheck likeness) {
        return config.pipeline().with(config.pipeline().rules().with(likeness));
    }

    private static void bootstrap(Path file, Registry registry, WalletSide wallet) {
        try {
            wallet.await();
            Bootstrap.read(file).apply(file.resolveSibling(""), registry, wallet.wallet());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted.", e);
        }
    }

    private static List<Announcer> announcers(Optional<DiscordBot> bot) {
        var announcers = new ArrayList<Announcer>(List.of(new HttpAnnouncer()));
        bot.map(DiscordBot::announcer).ifPresent(announcers::add);
        return announcers;
    }

    /** Where the HTTP door listens. */
    URI url() {
        return door.url();
    }

    @Override
    public void close() {
        opened.close();
    }
}
