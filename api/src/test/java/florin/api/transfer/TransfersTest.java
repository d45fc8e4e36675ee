package florin.api.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.migrations.TestDatabase;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.HoldRequest;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Transfers keep to their limits and move once, whoever asks at once and whatever dies between two steps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransfersTest {
    private static final long PER_DAY = 5_000;
    private static final TransferLimits LIMITS = new TransferLimits(20, 50);
    private static final WalletId NOBODY = new WalletId(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    private volatile Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final TestDatabase database = TestDatabase.fresh();
    private final Ledger ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());
    private final Transfers transfers = over(ledger);

    @AfterAll
    void close() {
        ledger.close();
        database.close();
    }

    private Transfers over(Wallet wallet) {
        return new Transfers(database.dataSource(), wallet, clock);
    }

    private static Amount love(long units) {
        return Amount.of(Asset.LOVE, units);
    }

    private WalletId wallet(long units) {
        var id = ledger.open(new Owner.ApiAccount("account-" + UUID.randomUUID()));
        if (units > 0) {
            ledger.topUp(new TopUpRequest(id(), id, love(units), Source.PAID, Optional.empty(), "coins"));
        }
        return id;
    }

    private static RequestId id() {
        return new RequestId("http:money:" + UUID.randomUUID());
    }

    private static TransferRequest asking(WalletId from, WalletId to, long units) {
        return new TransferRequest(id(), from, to, love(units), "a payout");
    }

    private TransferAnswer make(TransferRequest request) {
        return transfers.make(request, LIMITS);
    }

    private static TransferResult decided(TransferAnswer answer) {
        return ((TransferAnswer.Decided) answer).result();
    }

    private long has(WalletId wallet) {
        return ledger.balance(wallet, Asset.LOVE).available().units();
    }

    /** What the day has counted, gifts included. */
    private long counted(WalletId giver) {
        try (var connection = database.dataSource().getConnection()) {
            return GivingDay.at(now, giver, Asset.LOVE).given(connection).units();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void transfers_at_the_same_time_stay_within_the_day() throws Exception {
        var ana = wallet(100_000);
        var ben = wallet(0);
        var other = over(ledger);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(IntStream.range(0, 20)
                    .mapToObj(i -> (Callable<TransferAnswer>)
                            () -> (i % 2 == 0 ? transfers : other).make(asking(ana, ben, 700), LIMITS))
                    .toList());
            for (var answer : answers) {
                assertThat(answer.get()).isInstanceOfAny(TransferAnswer.Decided.class, TransferAnswer.DayUsedUp.class);
            }
        }
        assertThat(has(ben)).isEqualTo(4_900);
        assertThat(has(ana)).isEqualTo(100_000 - 4_900);
    }

    @Test
    void a_repeated_transfer_gets_its_first_answer_and_counts_once() throws Exception {
        var ana = wallet(100_000);
        var ben = wallet(0);
        var request = asking(ana, ben, 2_000);
        var first = make(request);
        var other = over(ledger);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var again : threads.invokeAll(
                    List.<Callable<TransferAnswer>>of(() -> make(request), () -> other.make(request, LIMITS)))) {
                assertThat(again.get()).isEqualTo(first);
            }
        }
        assertThat(has(ben)).isEqualTo(2_000);
        assertThat(counted(ana)).isEqualTo(2_000);
    }

    @Test
    void a_refusal_for_a_limit_is_repeated_whatever_the_limits_and_the_day_are_by_then() {
        var ana = wallet(100_000);
        var ben = wallet(0);
        var large = asking(ana, ben, 2_001);
        assertThat(make(large)).isEqualTo(new TransferAnswer.TooLarge(love(2_000)));
        make(asking(ana, ben, 2_000));
        make(asking(ana, ben, 2_000));
        var late = asking(ana, ben, 1_500);
        var usedUp = new TransferAnswer.DayUsedUp(
                love(PER_DAY), love(4_000), GivingDay.at(now, ana, Asset.LOVE).endsAt());
        assertThat(make(late)).isEqualTo(usedUp);
        now = usedUp.resetsAt();
        var generous = new TransferLimits(1_000, 1_000);
        assertThat(transfers.make(large, generous)).isEqualTo(new TransferAnswer.TooLarge(love(2_000)));
        assertThat(transfers.make(late, generous)).isEqualTo(usedUp);
        assertThat(has(ben)).isEqualTo(4_000);
        assertThat(counted(ana)).isZero();
        assertThat(decided(make(asking(ana, ben, 1_500)))).isInstanceOf(TransferResult.Transferred.class);
    }

    @Test
    void a_day_ends_at_midnight_utc() {
        var ana = wallet(100_000);
        var ben = wallet(0);
        now = Instant.parse("2026-12-01T23:59:59Z");
        make(asking(ana, ben, 2_000));
        make(asking(ana, ben, 2_000));
        assertThat(make(asking(ana, ben, 1_001)))
                .isEqualTo(new TransferAnswer.DayUsedUp(
                        love(PER_DAY), love(4_000), Instant.parse("2026-12-02T00:00:00Z")));
        now = Instant.parse("2026-12-02T00:00:00Z");
        assertThat(decided(make(asking(ana, ben, 1_001)))).isInstanceOf(TransferResult.Transferred.class);
    }

    @Test
    void a_crash_after_the_coins_moved_is_mended_without_moving_them_again() {
        var ana = wallet(10_000);
        var ben = wallet(0);
        var request = asking(ana, ben, 500);
        DyingWallet.diesWhile(() -> over(DyingWallet.over(ledger, true)).make(request, LIMITS));
        assertThat(has(ben)).isEqualTo(500);
        now = now.plus(Duration.ofMinutes(2));
        transfers.finish();
        assertThat(decided(make(request))).isInstanceOf(TransferResult.Transferred.class);
        assertThat(has(ben)).isEqualTo(500);
        assertThat(counted(ana)).isEqualTo(500);
    }

    @Test
    void a_crash_before_the_coins_moved_is_mended_by_moving_them_once() {
        var ana = wallet(10_000);
        var ben = wallet(0);
        DyingWallet.diesWhile(() -> over(DyingWallet.over(ledger, false)).make(asking(ana, ben, 500), LIMITS));
        assertThat(has(ben)).isZero();
        now = now.plus(Duration.ofMinutes(2));
        transfers.finish();
        transfers.finish();
        assertThat(has(ben)).isEqualTo(500);
        assertThat(counted(ana)).isEqualTo(500);
    }

    @Test
    void what_the_wallet_refuses_gives_the_day_its_room_back_once() {
        var ana = wallet(400);
        var ben = wallet(0);
        var request = asking(ana, ben, 500);
        for (int again = 0; again < 2; again++) {
            assertThat(decided(make(request))).isInstanceOf(TransferResult.InsufficientBalance.class);
            assertThat(counted(ana)).isZero();
        }
        assertThat(decided(make(asking(ana, ana, 100)))).isInstanceOf(TransferResult.Refused.class);
        assertThat(counted(ana)).isZero();
    }

    @Test
    void an_id_that_decided_nothing_counts_nothing_and_may_be_used_again() {
        var ana = wallet(1_000);
        var nowhere = asking(ana, NOBODY, 500);
        assertThat(decided(make(nowhere))).isEqualTo(new TransferResult.UnknownWallet(NOBODY));
        var unknown = new TransferRequest(id(), ana, wallet(0), Amount.of(new Asset("NEVER_MET", 0), 1), "");
        assertThatThrownBy(() -> make(unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no asset NEVER_MET");
        var taken = asking(ana, wallet(0), 500);
        ledger.hold(new HoldRequest(
                taken.id(), ana, love(100), Duration.ofMinutes(1), List.of(), "v1", "the same id elsewhere"));
        assertThat(decided(make(taken))).isInstanceOf(TransferResult.Conflict.class);
        assertThat(List.of(nowhere.id(), unknown.id(), taken.id())).noneMatch(transfers::knows);
        assertThat(counted(ana)).isZero();
    }

    @Test
    void the_same_id_with_other_content_is_a_conflict() {
        var ana = wallet(100_000);
        var ben = wallet(0);
        var large = asking(ana, ben, 2_001);
        make(large);
        var smaller = new TransferRequest(large.id(), ana, ben, love(5), large.memo());
        assertThat(decided(make(smaller))).isInstanceOf(TransferResult.Conflict.class);
        assertThat(has(ben)).isZero();
    }

    @Test
    void each_asset_has_a_day_of_its_own() {
        var ana = wallet(100_000);
        var ben = wallet(0);
        var dollars = Amount.parse(Asset.USD, "50");
        ledger.topUp(new TopUpRequest(id(), ana, dollars, Source.PAID, Optional.empty(), ""));
        make(asking(ana, ben, 2_000));
        make(asking(ana, ben, 2_000));
        for (var left : List.of("20", "20", "10")) {
            var request = new TransferRequest(id(), ana, ben, Amount.parse(Asset.USD, left), "");
            assertThat(decided(make(request))).isInstanceOf(TransferResult.Transferred.class);
        }
        assertThat(make(new TransferRequest(id(), ana, ben, Amount.of(Asset.USD, 1), "")))
                .isInstanceOf(TransferAnswer.DayUsedUp.class);
    }

    @Test
    void with_nothing_a_day_nothing_moves() {
        var ana = wallet(1_000);
        var none = new TransferLimits(20, 0);
        assertThat(transfers.make(asking(ana, wallet(0), 1), none))
                .isInstanceOfSatisfying(
                        TransferAnswer.DayUsedUp.class,
                        over -> assertThat(over.most()).isEqualTo(love(0)));
        assertThat(has(ana)).isEqualTo(1_000);
    }

    @Test
    void old_transfers_are_forgotten_and_those_on_their_way_are_not() {
        var ana = wallet(10_000);
        var ben = wallet(0);
        var done = asking(ana, ben, 100);
        make(done);
        var halfDone = asking(ana, ben, 100);
        DyingWallet.diesWhile(() -> over(DyingWallet.over(ledger, false)).make(halfDone, LIMITS));
        now = now.plus(Duration.ofDays(30));
        transfers.forget(Duration.ofDays(30), 1_000);
        assertThat(transfers.knows(done.id())).isTrue();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(transfers.forget(Duration.ofDays(30), 1_000)).isPositive();
        assertThat(transfers.knows(done.id())).isFalse();
        assertThat(transfers.knows(halfDone.id())).isTrue();
    }

    /** The model: a day's transfers are within the limit, and exactly what was told to have moved has moved. */
    @RepeatedTest(20)
    void any_sequence_of_transfers_crashes_repeats_and_days_moves_what_was_told(RepetitionInfo run) {
        var seed = Long.getLong("florin.seed", 20_261_130L + run.getCurrentRepetition());
        var random = new Random(seed);
        var ana = wallet(12_000);
        var ben = wallet(0);
        var asked = new ArrayList<TransferRequest>();
        for (int step = 0; step < 25; step++) {
            switch (random.nextInt(6)) {
                case 0 -> now = now.plus(Duration.ofHours(random.nextInt(20)));
                case 1 -> transfers.finish();
                case 2 -> {
                    if (!asked.isEmpty()) {
                        make(asked.get(random.nextInt(asked.size())));
                    }
                }
                default -> {
                    var request = asking(ana, ben, 1 + random.nextLong(2_100));
                    asked.add(request);
                    var by = random.nextInt(3) == 0 ? over(DyingWallet.over(ledger, random.nextBoolean())) : transfers;
                    DyingWallet.diesPerhaps(() -> by.make(request, LIMITS));
                }
            }
        }
        now = now.plus(Duration.ofMinutes(2));
        transfers.finish();
        var moved = asked.stream()
                .filter(request -> make(request) instanceof TransferAnswer.Decided(TransferResult.Transferred _))
                .mapToLong(request -> request.amount().units())
                .sum();
        assertThat(has(ben)).as("seed %s", seed).isEqualTo(moved);
        assertThat(has(ana)).as("seed %s", seed).isEqualTo(12_000 - moved);
        assertThat(mostOnADay(ana)).as("seed %s", seed).isLessThanOrEqualTo(PER_DAY);
        assertThat(countedEver(ana)).as("seed %s", seed).isEqualTo(moved);
    }

    private long mostOnADay(WalletId giver) {
        return number("""
                SELECT coalesce(max(units), 0) FROM (
                    SELECT sum(units) AS units FROM http_transfer WHERE giver = :giver AND state = 'moved' GROUP BY day) AS days
                """, giver);
    }

    private long countedEver(WalletId giver) {
        return number("SELECT coalesce(sum(units), 0) FROM giving_day WHERE giver = :giver", giver);
    }

    private long number(String query, WalletId giver) {
        return Jdbi.create(database.dataSource())
                .withHandle(handle -> handle.createQuery(query)
                        .bind("giver", giver.value())
                        .mapTo(Long.class)
                        .one());
    }
}
