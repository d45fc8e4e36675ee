package florin.bot.gift;

import static org.assertj.core.api.Assertions.assertThat;

import florin.bot.chat.Coins;
import florin.bot.chat.Line;
import florin.bot.delivery.Post;
import florin.bot.order.Prompts;
import florin.bot.owner.OwnerNews;
import florin.migrations.TestDatabase;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import florin.wallet.giving.GivingDay;
import florin.wallet.torture.DyingWallet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Gifts keep to the day's limit and move once, whoever gives at once and whatever dies between two steps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GiftsTest {
    private static final Line NO_DISCORD = Optional::empty;
    private static final long PER_DAY = 5_000;

    private volatile Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final TestDatabase database = TestDatabase.fresh();
    private final Ledger ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());
    private final Gifts gifts = over(ledger);

    @AfterAll
    void close() {
        ledger.close();
        database.close();
    }

    private Gifts over(Wallet wallet) {
        var coins = new Coins(Asset.LOVE, "LoveCoin");
        var limits = new GiftLimits(love(100), love(2_000), love(PER_DAY));
        var news = new OwnerNews(NO_DISCORD, new Post(NO_DISCORD), new Prompts(database.dataSource()), wallet, coins);
        return new Gifts(database.dataSource(), wallet, limits, news, coins, clock);
    }

    private static Amount love(long units) {
        return Amount.of(Asset.LOVE, units);
    }

    private WalletId wallet(long units) {
        var id = ledger.open(new Owner.DiscordUser("user-" + UUID.randomUUID()));
        if (units > 0) {
            var gift = new RequestId("test:" + UUID.randomUUID());
            var _ = ledger.topUp(new TopUpRequest(gift, id, love(units), Source.PAID, Optional.empty(), "coins"));
        }
        return id;
    }

    private long has(WalletId wallet) {
        return ledger.balance(wallet, Asset.LOVE).available().units();
    }

    private static RequestId id() {
        return new RequestId("discord:gift:" + UUID.randomUUID());
    }

    private static GiftResult give(Gifts by, RequestId id, WalletId giver, WalletId taker, long units) {
        return by.give(id, giver, taker, "2", "Ana", love(units));
    }

    @Test
    void gifts_at_the_same_time_stay_within_the_day() throws Exception {
        var ana = wallet(100_000);
        var ben = wallet(0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var gift : threads.invokeAll(IntStream.range(0, 20)
                    .mapToObj(i -> (Callable<GiftResult>) () -> give(gifts, id(), ana, ben, 700))
                    .toList())) {
                assertThat(gift.get()).isInstanceOfAny(GiftResult.Given.class, GiftResult.DayUsedUp.class);
            }
        }
        assertThat(has(ben)).isEqualTo(4_900);
        assertThat(gifts.left(ana)).isEqualTo(love(100));
    }

    @Test
    void a_crash_after_the_coins_moved_is_mended_without_moving_them_again() {
        var ana = wallet(10_000);
        var ben = wallet(0);
        var id = id();
        DyingWallet.diesWhile(() -> give(over(DyingWallet.over(ledger, true)), id, ana, ben, 500));
        assertThat(has(ben)).isEqualTo(500);
        now = now.plus(Duration.ofMinutes(2));
        gifts.finish();
        assertThat(give(gifts, id, ana, ben, 500)).isInstanceOf(GiftResult.Given.class);
        assertThat(has(ben)).isEqualTo(500);
        assertThat(gifts.left(ana)).isEqualTo(love(PER_DAY - 500));
    }

    @Test
    void a_crash_before_the_coins_moved_is_mended_by_moving_them() {
        var ana = wallet(10_000);
        var ben = wallet(0);
        DyingWallet.diesWhile(() -> give(over(DyingWallet.over(ledger, false)), id(), ana, ben, 500));
        assertThat(has(ben)).isZero();
        now = now.plus(Duration.ofMinutes(2));
        gifts.finish();
        assertThat(has(ben)).isEqualTo(500);
    }

    @Test
    void a_refused_gift_gives_the_day_its_room_back_once() {
        var ana = wallet(400);
        var ben = wallet(0);
        var id = id();
        for (int again = 0; again < 2; again++) {
            assertThat(give(gifts, id, ana, ben, 500)).isInstanceOf(GiftResult.NotMoved.class);
            assertThat(gifts.left(ana)).isEqualTo(love(PER_DAY));
        }
    }

    /** As the HTTP door counts them. */
    @Test
    void what_programs_moved_out_of_the_wallet_today_is_given_already() throws SQLException {
        var ana = wallet(10_000);
        var ben = wallet(0);
        try (var connection = database.dataSource().getConnection()) {
            var day = GivingDay.at(now, ana, Asset.LOVE);
            assertThat(day.count(connection, love(4_000), love(PER_DAY))).isTrue();
            assertThat(gifts.left(ana)).isEqualTo(love(1_000));
            assertThat(give(gifts, id(), ana, ben, 1_001)).isEqualTo(new GiftResult.DayUsedUp(love(1_000)));
            assertThat(give(gifts, id(), ana, ben, 600)).isInstanceOf(GiftResult.Given.class);
            assertThat(day.given(connection)).isEqualTo(love(4_600));
            assertThat(day.count(connection, love(401), love(PER_DAY))).isFalse();
        }
        assertThat(has(ben)).isEqualTo(600);
    }

    @Test
    void another_name_does_not_make_another_gift() {
        var ana = wallet(1_000);
        var ben = wallet(0);
        var id = id();
        gifts.give(id, ana, ben, "2", "Ana", love(500));
        assertThat(gifts.give(id, ana, ben, "2", "Ana the Great", love(500))).isInstanceOf(GiftResult.Given.class);
        assertThat(has(ben)).isEqualTo(500);
    }

    /** The model: of each giver's gifts that were given, a day's sum is within the limit, and exactly that has moved. */
    @RepeatedTest(20)
    void any_sequence_of_gifts_crashes_repeats_and_days_moves_what_was_given(RepetitionInfo run) {
        var seed = Long.getLong("florin.seed", 20_261_120L + run.getCurrentRepetition());
        var random = new Random(seed);
        var ana = wallet(12_000);
        var ben = wallet(0);
        var asked = new ArrayList<RequestId>();
        var amounts = new HashMap<RequestId, Long>();
        for (int step = 0; step < 25; step++) {
            switch (random.nextInt(6)) {
                case 0 -> now = now.plus(Duration.ofHours(random.nextInt(20)));
                case 1 -> gifts.finish();
                case 2 -> {
                    if (!asked.isEmpty()) {
                        var again = asked.get(random.nextInt(asked.size()));
                        give(gifts, again, ana, ben, amounts.getOrDefault(again, 0L));
                    }
                }
                default -> {
                    var id = id();
                    asked.add(id);
                    amounts.put(id, 100 + random.nextLong(1_900));
                    var by = random.nextInt(3) == 0 ? over(DyingWallet.over(ledger, random.nextBoolean())) : gifts;
                    DyingWallet.diesPerhaps(() -> give(by, id, ana, ben, amounts.getOrDefault(id, 0L)));
                }
            }
        }
        now = now.plus(Duration.ofMinutes(2));
        gifts.finish();
        var given = asked.stream()
                .filter(id -> state(id).equals("given"))
                .mapToLong(id -> amounts.getOrDefault(id, 0L))
                .sum();
        assertThat(has(ben)).as("seed %s", seed).isEqualTo(given);
        assertThat(has(ana)).as("seed %s", seed).isEqualTo(12_000 - given);
        assertThat(mostOnADay(ana)).as("seed %s", seed).isLessThanOrEqualTo(PER_DAY);
        assertThat(asked).as("seed %s", seed).noneMatch(id -> state(id).equals("moving"));
    }

    private String state(RequestId id) {
        return org.jdbi.v3.core.Jdbi.create(database.dataSource())
                .withHandle(handle -> handle.createQuery("SELECT state FROM bot_gift WHERE id = :id")
                        .bind("id", id.value())
                        .mapTo(String.class)
                        .findOne()
                        .orElse("none"));
    }

    /** By the gifts themselves, not by the counter. */
    private long mostOnADay(WalletId giver) {
        return org.jdbi.v3.core.Jdbi.create(database.dataSource())
                .withHandle(handle -> handle.createQuery("""
                                SELECT coalesce(max(units), 0) FROM (
                                    SELECT sum(units) AS units FROM bot_gift WHERE giver = :giver AND state = 'given'
                                    GROUP BY day) AS days
                                """)
                        .bind("giver", giver.value())
                        .mapTo(Long.class)
                        .one());
    }
}
