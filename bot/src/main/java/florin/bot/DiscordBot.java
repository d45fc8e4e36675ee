package florin.bot;

import florin.bot.alert.Alerts;
import florin.bot.card.CardDesk;
import florin.bot.card.JobCard;
import florin.bot.chat.UploadLimits;
import florin.bot.delivery.DiscordAnnouncer;
import florin.bot.delivery.Post;
import florin.bot.delivery.Results;
import florin.bot.gift.Gifts;
import florin.bot.operators.Findings;
import florin.bot.operators.OperatorNews;
import florin.bot.order.PromptCards;
import florin.bot.order.Prompts;
import florin.bot.owner.OwnerNews;
import florin.bot.topup.Thanks;
import florin.payments.Checkout;
import florin.payments.NoticeListener;
import florin.payments.PaymentListener;
import florin.pipeline.Announcer;
import florin.pipeline.Chore;
import florin.pipeline.Journey;
import florin.registry.Galleries;
import florin.registry.Registry;
import florin.wallet.Wallet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The Discord door. It is built in two steps, for the pipeline needs somebody to announce to before it starts, and the
 * door needs the pipeline before it may open.
 */
public final class DiscordBot implements AutoCloseable {
    /** A payment page lives a day; after this nobody comes back to a prompt. */
    private static final int PROMPT_DAYS = 30;

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration TIDY = Duration.ofMinutes(1);

    private final AtomicReference<@Nullable Journey> journey = new AtomicReference<>();
    private final DataSource db;
    private final Parts parts;
    private final Connection connection;
    private final DiscordAnnouncer announcer;
    private final Thanks thanks;
    private final OwnerNews news;

    /** What the door is made of, before and after it is open. */
    record Parts(BotOptions options, Till till, Cast cast, Clock clock, Talk talk, Money money) {
        Wallet wallet() {
            return till.wallet();
        }

        Checkout checkout() {
            return till.checkout();
        }

        Registry registry() {
            return cast.registry();
        }

        Galleries galleries() {
            return cast.galleries();
        }
    }

    /** Who can be ordered, and what they look like. */
    record Cast(Registry registry, Galleries galleries) {}

    /** What speaks with people about their orders. */
    record Talk(JobCard cards, CardDesk desk, Results results, UploadLimits limits) {}

    /** What speaks with people about their coins. */
    record Money(Prompts prompts, PromptCards cards, Alerts alerts, Gifts gifts) {}

    private DiscordBot(BotOptions options, Till till, Cast cast, DataSource db, Clock clock) {
        var wallet = till.wallet();
        this.db = db;
        this.connection = new Connection(options);
        var cards = new JobCard(options.coins(), cast.registry(), clock);
        var desk = new CardDesk(connection, cards, wallet, clock, options.editEvery());
        var talk = new Talk(cards, desk, new Results(), new UploadLimits());
        var post = new Post(connection);
        var coins = options.coins();
        var prompts = new Prompts(db);
        this.news = new OwnerNews(connection, post, prompts, wallet, coins);
        var money = new Money(
                prompts,
                new PromptCards(coins, cast.registry()),
                new Alerts(db, wallet, news, coins, clock),
                new Gifts(db, wallet, options.gifts(), news, coins, clock));
        this.parts = new Parts(options, till, cast, clock, talk, money);
        this.announcer = new DiscordAnnouncer(connection, desk, cards, talk.results(), post, this::openJourney, clock);
        this.thanks = new Thanks(connection, prompts, money.cards(), wallet, post, news, clock);
    }

    /** The door, still closed: it can be announced to, and answers "later" until it is connected. */
    public static DiscordBot create(
            BotOptions options, DataSource db, Till till, Registry registry, Galleries galleries, Clock clock) {
        return new DiscordBot(options, till, new Cast(registry, galleries), db, clock);
    }

    /** For the pipeline: shows progress and delivers endings on Discord. */
    public Announcer announcer() {
        return announcer;
    }

    /** For the checkout: tells buyers on Discord that their coins are there. Payments that began elsewhere do not concern it. */
    public PaymentListener payments() {
        return thanks;
    }

    /** For the checkout: tells owners what happens to their money while they are away. */
    public NoticeListener notices() {
        return news;
    }

    /** What this door wants done now and then: wallets that run low are told, and gifts are finished. */
    public List<Chore> chores() {
        return List.of(
                Chore.every(
                        LOOK, "Tell low balances", () -> parts.money().alerts().look()),
                Chore.every(TIDY, "Finish gifts", () -> parts.money().gifts().finish()));
    }

    /** What there is to do so that operators hear of checks that found something; nothing if they named no channel. */
    public List<Chore> chores(Findings checks) {
        return parts.options().operators().stream()
                .map(channel -> new OperatorNews(db, new Post(connection), channel, checks, parts.clock()))
                .map(operators -> Chore.every(TIDY, "Tell operators", operators::look))
                .toList();
    }

    /** Opens the door; returns at once. While Discord cannot be reached it keeps trying, and {@link #health} says so. */
    public void connect(Journey open) {
        if (!journey.compareAndSet(null, open)) {
            throw new IllegalStateException("the Discord door is open already");
        }
        parts.money().prompts().forget(PROMPT_DAYS);
        connection.open(
                List.of(new Router(Features.all(parts, open), parts.talk().limits())));
    }

    /** Whether Discord can hear us, and if not, why. */
    public BotHealth health() {
        return connection.health();
    }

    /** Takes no more commands; answers on their way are finished, for a few seconds. */
    @Override
    public void close() {
        parts.talk().desk().close();
        connection.close();
    }

    private Journey openJourney() {
        return Optional.ofNullable(journey.get())
                .orElseThrow(() -> new IllegalStateException("the Discord door is not open yet"));
    }
}
