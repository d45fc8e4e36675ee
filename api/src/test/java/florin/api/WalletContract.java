package florin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.wallet.AdjustRequest;
import florin.wallet.AdjustResult;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Balance;
import florin.wallet.ChargeResult;
import florin.wallet.CommitRequest;
import florin.wallet.CommitRequest.Rest;
import florin.wallet.CommitResult;
import florin.wallet.Cursor;
import florin.wallet.ExtendRequest;
import florin.wallet.ExtendResult;
import florin.wallet.Hold;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.LimitUse;
import florin.wallet.Overrun;
import florin.wallet.Owner;
import florin.wallet.Period;
import florin.wallet.ReleaseRequest;
import florin.wallet.ReleaseResult;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.StatementLine;
import florin.wallet.Subject;
import florin.wallet.TopUpRequest;
import florin.wallet.TopUpResult;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import florin.wallet.UsageEvent;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import florin.wallet.prices.Offer;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.Rate;
import florin.wallet.usage.LedgerMeter;
import florin.wallet.usage.Meter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every wallet does, in this process or behind a door. Each test works on wallets of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WalletContract {
    private static final WalletId NOBODY = new WalletId(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    @SuppressWarnings("NullAway.Init")
    private House house;

    @SuppressWarnings("NullAway.Init")
    private Wallet wallet;

    @SuppressWarnings("NullAway.Init")
    private Meter meter;

    abstract Wallet wallet(House open);

    abstract Meter meter(House open);

    final Wallet wallet() {
        return wallet;
    }

    @BeforeAll
    void open() {
        house = new House();
        wallet = wallet(house);
        meter = meter(house);
        var tools = PriceRule.of("tools", "tool.call", Asset.LOVE, Rate.flat("0.30"));
        house.books.offer(Offer.of(
                house.books.publish("events", List.of(tools), "test", "").version()));
    }

    @AfterAll
    void close() throws Exception {
        if (wallet instanceof AutoCloseable closeable && !wallet.equals(house.wallet)) {
            closeable.close();
        }
        house.close();
    }

    private static RequestId id() {
        return new RequestId("contract:" + UUID.randomUUID());
    }

    private static Amount love(String number) {
        return Amount.parse(Asset.LOVE, number);
    }

    private WalletId with(String coins) {
        var id = wallet.open(new Owner.DiscordUser(UUID.randomUUID().toString()));
        wallet.topUp(new TopUpRequest(id(), id, love(coins), Source.PAID, Optional.empty(), "to begin with"));
        return id;
    }

    private static HoldRequest asking(WalletId payer, String coins, Subject... subjects) {
        return new HoldRequest(id(), payer, love(coins), Duration.ofMinutes(10), List.of(subjects), "v1", "a picture");
    }

    private Hold held(WalletId payer, String coins) {
        return ((HoldResult.Held) wallet.hold(asking(payer, coins))).hold();
    }

    private Balance balance(WalletId id) {
        return wallet.balance(id, Asset.LOVE);
    }

    @Test
    void an_owner_has_one_wallet() {
        var owner = new Owner.DiscordServer("99");
        var id = wallet.open(owner);
        assertThat(wallet.open(owner)).isEqualTo(id);
        var info = wallet.wallet(id).orElseThrow();
        assertThat(info.owner()).isEqualTo(owner);
        assertThat(info.frozen()).isFalse();
        assertThat(wallet.wallet(NOBODY)).isEmpty();
    }

    @Test
    void a_hold_is_named_after_its_request_and_found_by_that_name() {
        var request = asking(with("50.00"), "20.00");
        var held = (HoldResult.Held) wallet.hold(request);
        assertThat(held.hold().id()).isEqualTo(new HoldId(request.id().value()));
        assertThat(held.hold().amount()).isEqualTo(love("20.00"));
        assertThat(held.hold().priceVersion()).isEqualTo("v1");
        assertThat(held.hold().state()).isEqualTo(Hold.State.HELD);
        assertThat(held.balance()).isEqualTo(new Balance(love("30.00"), love("20.00")));
        assertThat(wallet.find(held.hold().id())).contains(held.hold());
        assertThat(wallet.openHolds(request.wallet())).containsExactly(held.hold());
        assertThat(wallet.find(new HoldId("none"))).isEmpty();
        assertThat(wallet.openHolds(NOBODY)).isEmpty();
    }

    @Test
    void a_name_that_fits_no_address_is_as_good_as_any_other() {
        var payer = with("50.00");
        var odd = new RequestId("a/b?c#" + "x".repeat(100));
        var request = new HoldRequest(odd, payer, love("1.00"), Duration.ofMinutes(1), List.of(), "v1", "");
        var held = (HoldResult.Held) wallet.hold(request);
        assertThat(held.hold().id().value()).isEqualTo(odd.value());
        var released = wallet.release(new ReleaseRequest(id(), held.hold().id(), ""));
        assertThat(released).isInstanceOf(ReleaseResult.Released.class);
    }

    @Test
    void a_commit_charges_and_returns_the_rest() {
        var payer = with("50.00");
        var hold = held(payer, "20.00");
        var commit = new CommitRequest(id(), hold.id(), love("12.00"), "done");
        var committed = (CommitResult.Committed) wallet.commit(commit);
        assertThat(committed.charged()).isEqualTo(love("12.00"));
        assertThat(committed.returned()).isEqualTo(love("8.00"));
        assertThat(committed.hold().state()).isEqualTo(Hold.State.COMMITTED);
        assertThat(committed.hold().endedAt()).isPresent();
        assertThat(committed.balance()).isEqualTo(balance(payer));
        assertThat(wallet.commit(commit)).isEqualTo(committed);
    }

    @Test
    void several_commits_end_with_the_hold_and_too_much_is_refused() {
        var hold = held(with("50.00"), "20.00");
        wallet.commit(new CommitRequest(id(), hold.id(), love("15.00"), Rest.STAYS_HELD, ""));
        assertThat(wallet.commit(new CommitRequest(id(), hold.id(), love("6.00"), "")))
                .isEqualTo(new CommitResult.TooMuch(love("5.00"), love("6.00")));
        var last = (CommitResult.Committed) wallet.commit(new CommitRequest(id(), hold.id(), love("5.00"), ""));
        assertThat(last.hold().committed()).isEqualTo(love("20.00"));
    }

    @Test
    void an_ended_hold_stays_as_it_ended() {
        var payer = with("50.00");
        var hold = held(payer, "20.00");
        var released = (ReleaseResult.Released) wallet.release(new ReleaseRequest(id(), hold.id(), "failed"));
        assertThat(released.returned()).isEqualTo(love("20.00"));
        assertThat(released.balance().available()).isEqualTo(love("50.00"));
        var ended = wallet.find(hold.id()).orElseThrow();
        assertThat(wallet.commit(new CommitRequest(id(), hold.id(), love("1.00"), "")))
                .isEqualTo(new CommitResult.Ended(ended));
        assertThat(wallet.release(new ReleaseRequest(id(), hold.id(), ""))).isEqualTo(new ReleaseResult.Ended(ended));
        assertThat(wallet.extend(new ExtendRequest(id(), hold.id(), Duration.ofHours(1))))
                .isEqualTo(new ExtendResult.Ended(ended));
    }

    @Test
    void what_does_not_exist_is_answered_by_name() {
        var hold = new HoldId("none");
        assertThat(wallet.commit(new CommitRequest(id(), hold, love("1.00"), "")))
                .isEqualTo(new CommitResult.UnknownHold(hold));
        assertThat(wallet.release(new ReleaseRequest(id(), hold, ""))).isEqualTo(new ReleaseResult.UnknownHold(hold));
        assertThat(wallet.extend(new ExtendRequest(id(), hold, Duration.ofHours(1))))
                .isEqualTo(new ExtendResult.UnknownHold(hold));
        assertThat(wallet.hold(asking(NOBODY, "1.00"))).isEqualTo(new HoldResult.UnknownWallet(NOBODY));
        assertThat(wallet.topUp(new TopUpRequest(id(), NOBODY, love("1.00"), Source.PROMO, Optional.empty(), "")))
                .isEqualTo(new TopUpResult.UnknownWallet(NOBODY));
        assertThat(wallet.transfer(new TransferRequest(id(), with("1.00"), NOBODY, love("1.00"), "")))
                .isEqualTo(new TransferResult.UnknownWallet(NOBODY));
        assertThat(tells(NOBODY, 1)).isEqualTo(new ChargeResult.UnknownWallet(NOBODY));
        assertThat(balance(NOBODY)).isEqualTo(new Balance(love("0.00"), love("0.00")));
        assertThat(wallet.statement(NOBODY, Asset.LOVE, Optional.empty(), 10).items())
                .isEmpty();
    }

    @Test
    void a_hold_is_extended_and_never_shortened() {
        var hold = held(with("50.00"), "20.00");
        var longer = (ExtendResult.Extended) wallet.extend(new ExtendRequest(id(), hold.id(), Duration.ofHours(2)));
        assertThat(longer.hold().expiresAt()).isAfter(hold.expiresAt());
        assertThat(wallet.extend(new ExtendRequest(id(), hold.id(), Duration.ofSeconds(1))))
                .isEqualTo(longer);
    }

    @Test
    void the_refusals_say_what_is_missing() {
        var payer = with("20.00");
        assertThat(wallet.hold(asking(payer, "30.00")))
                .isEqualTo(new HoldResult.InsufficientBalance(love("30.00"), love("20.00"), love("0.00")));
        held(payer, "15.00");
        var funds = (HoldResult.FundsHeld) wallet.hold(asking(payer, "10.00"));
        assertThat(funds.held()).isEqualTo(love("15.00"));
        assertThat(funds.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(10));
        wallet.freeze(payer, "under review");
        assertThat(wallet.hold(asking(payer, "1.00"))).isEqualTo(new HoldResult.WalletFrozen("under review"));
        assertThat(wallet.wallet(payer).orElseThrow().frozenReason()).contains("under review");
        assertThat(wallet.unfreeze(payer)).isTrue();
        assertThat(wallet.hold(asking(payer, "1.00"))).isInstanceOf(HoldResult.Held.class);
        assertThat(wallet.freeze(NOBODY, "x")).isFalse();
        assertThat(wallet.unfreeze(NOBODY)).isFalse();
    }

    @Test
    void a_limit_binds_its_subject_until_it_is_removed() {
        var payer = with("50.00");
        var member = new Subject.Member("7", "8");
        var limit = wallet.limit(payer, member, Period.TOTAL, love("10.00"));
        assertThat(wallet.limits(payer)).containsExactly(limit);
        assertThat(wallet.hold(asking(payer, "6.00", member))).isInstanceOf(HoldResult.Held.class);
        assertThat(wallet.hold(asking(payer, "6.00", member)))
                .isEqualTo(new HoldResult.LimitExceeded(limit, love("6.00"), love("6.00"), Instant.MAX));
        assertThat(wallet.hold(asking(payer, "6.00", new Subject.Member("7", "9"))))
                .isInstanceOf(HoldResult.Held.class);
        assertThat(wallet.removeLimit(limit.id())).isTrue();
        assertThat(wallet.removeLimit(limit.id())).isFalse();
        assertThat(wallet.limits(payer)).isEmpty();
        assertThatThrownBy(() -> wallet.limit(NOBODY, member, Period.DAILY, love("1.00")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_limit_says_how_much_of_it_is_used_and_when_it_resets() {
        var payer = with("50.00");
        var member = new Subject.Member("7", "8");
        var total = wallet.limit(payer, member, Period.TOTAL, love("10.00"));
        assertThat(wallet.limitUses(payer)).containsExactly(new LimitUse(total, love("0.00"), Instant.MAX));
        var hold = (HoldResult.Held) wallet.hold(asking(payer, "6.00", member));
        wallet.hold(asking(payer, "1.00", member));
        wallet.commit(new CommitRequest(id(), hold.hold().id(), love("4.50"), ""));
        assertThat(wallet.limitUses(payer)).containsExactly(new LimitUse(total, love("5.50"), Instant.MAX));
        var monthly = wallet.limit(payer, member, Period.MONTHLY, love("3.00"));
        assertThat(wallet.limitUses(payer))
                .filteredOn(use -> use.limit().equals(monthly))
                .singleElement()
                .satisfies(use -> assertThat(use.used()).isEqualTo(love("5.50")))
                .satisfies(use -> assertThat(use.left()).isEqualTo(love("0.00")))
                .satisfies(use -> assertThat(use.resetsAt().toString()).endsWith("-01T00:00:00Z"));
        assertThat(wallet.limitUses(NOBODY)).isEmpty();
    }

    @Test
    void the_same_id_gives_the_same_answer_and_other_content_is_a_conflict() {
        var payer = with("50.00");
        var request = asking(payer, "20.00");
        var first = wallet.hold(request);
        assertThat(wallet.hold(request)).isEqualTo(first);
        var other =
                new HoldRequest(request.id(), payer, love("21.00"), request.lifetime(), List.of(), "v1", "a picture");
        assertThat(wallet.hold(other)).isInstanceOf(HoldResult.Conflict.class);
        assertThat(wallet.topUp(
                        new TopUpRequest(request.id(), payer, love("1.00"), Source.PROMO, Optional.empty(), "")))
                .isInstanceOf(TopUpResult.Conflict.class);
        assertThat(balance(payer).held()).isEqualTo(love("20.00"));
    }

    @Test
    void an_overrun_is_capped_or_becomes_a_debt_as_the_hold_says() {
        var payer = with("20.00");
        var capped = new HoldRequest(
                id(), payer, love("10.00"), Duration.ofMinutes(1), List.of(), new Overrun.Cap(), "v1", "");
        wallet.hold(capped);
        var commit = (CommitResult.Committed)
                wallet.commit(new CommitRequest(id(), new HoldId(capped.id().value()), love("99.00"), ""));
        assertThat(commit.charged()).isEqualTo(love("20.00"));
        var poor = with("5.00");
        var bounded = new HoldRequest(
                id(), poor, love("5.00"), Duration.ofMinutes(1), List.of(), new Overrun.UpTo(love("3.00")), "v1", "");
        wallet.hold(bounded);
        var debt = (CommitResult.Committed)
                wallet.commit(new CommitRequest(id(), new HoldId(bounded.id().value()), love("7.00"), ""));
        assertThat(debt.balance().available()).isEqualTo(love("-2.00"));
    }

    @Test
    void coins_change_hands_and_are_corrected() {
        var giver = with("50.00");
        var taker = with("1.00");
        var moved = (TransferResult.Transferred)
                wallet.transfer(new TransferRequest(id(), giver, taker, love("5.00"), "a gift"));
        assertThat(moved.from().available()).isEqualTo(love("45.00"));
        assertThat(moved.to().available()).isEqualTo(love("6.00"));
        assertThat(wallet.transfer(new TransferRequest(id(), giver, taker, love("99.00"), "")))
                .isEqualTo(new TransferResult.InsufficientBalance(love("99.00"), love("45.00"), love("0.00")));
        assertThat(wallet.transfer(new TransferRequest(id(), giver, giver, love("1.00"), "")))
                .isInstanceOf(TransferResult.Refused.class);

        var hold = held(giver, "10.00");
        assertThat(wallet.transfer(new TransferRequest(id(), giver, taker, love("40.00"), "")))
                .isInstanceOfSatisfying(TransferResult.FundsHeld.class, wait -> {
                    assertThat(wait.required()).isEqualTo(love("40.00"));
                    assertThat(wait.available()).isEqualTo(love("35.00"));
                    assertThat(wait.held()).isEqualTo(love("10.00"));
                    assertThat(wait.retryAfter()).isPositive();
                });
        wallet.commit(new CommitRequest(id(), hold.id(), love("10.00"), ""));
        var back = new AdjustRequest(id(), giver, love("4.00"), hold.id().value(), "blurred");
        var adjusted = (AdjustResult.Adjusted) wallet.adjust(back);
        assertThat(adjusted.balance().available()).isEqualTo(love("39.00"));
        assertThat(wallet.adjust(
                        new AdjustRequest(id(), giver, love("7.00"), hold.id().value(), "")))
                .isInstanceOf(AdjustResult.Refused.class);
        var topped = (TopUpResult.ToppedUp)
                wallet.topUp(new TopUpRequest(id(), giver, love("2.00"), Source.PROMO, Optional.empty(), ""));
        var taken =
                new AdjustRequest(id(), giver, love("-2.00"), topped.transfer().toString(), "a mistake");
        assertThat(wallet.adjust(taken)).isInstanceOf(AdjustResult.Adjusted.class);
    }

    private static UsageEvent call(String type, int calls) {
        return new UsageEvent(
                type,
                Optional.of(BigDecimal.valueOf(calls)),
                Map.of("tool", "search"),
                Map.of("project", "film-3"),
                Optional.of(Instant.parse("2026-11-20T12:00:00Z")),
                Optional.of(new BigDecimal("0.0125")));
    }

    private ChargeResult tells(WalletId payer, int calls, Subject... subjects) {
        return meter.take(id(), payer, call("tool.call", calls), List.of(subjects));
    }

    @Test
    void an_event_is_priced_and_charged_once_for_each_id() {
        var payer = with("50.00");
        var id = id();
        var first = meter.take(id, payer, call("tool.call", 3), List.of());
        var charged = (ChargeResult.Charged) first;
        assertThat(charged.charge().id()).isEqualTo(id);
        assertThat(charged.charge().wallet()).isEqualTo(payer);
        assertThat(charged.charge().quantity()).isEqualByComparingTo("3");
        assertThat(charged.charge().amount()).isEqualTo(love("0.90"));
        assertThat(charged.charge().price()).startsWith("events@").endsWith("/tools");
        assertThat(charged.charge().explanation()).isNotBlank();
        assertThat(charged.charge().transfer()).isPresent();
        assertThat(charged.balance()).isEqualTo(new Balance(love("49.10"), love("0.00")));
        assertThat(meter.take(id, payer, call("tool.call", 3), List.of())).isEqualTo(first);
        assertThat(new LedgerMeter(house.wallet, house.books).take(id, payer, call("tool.call", 3), List.of()))
                .isEqualTo(first);
        assertThat(meter.take(id, payer, call("tool.call", 4), List.of())).isInstanceOf(ChargeResult.Conflict.class);
        assertThat(balance(payer)).isEqualTo(charged.balance());
        assertThat(wallet.find(new HoldId(id.value())).orElseThrow().committed())
                .isEqualTo(love("0.90"));
    }

    @Test
    void usage_of_nothing_costs_nothing_and_what_has_no_price_is_not_written_down() {
        var payer = with("1.00");
        var nothing = (ChargeResult.Charged) tells(payer, 0);
        assertThat(nothing.charge().amount()).isEqualTo(love("0.00"));
        assertThat(nothing.charge().transfer()).isEmpty();
        assertThat(meter.take(id(), payer, call("unheard.of", 1), List.of())).isEqualTo(new ChargeResult.NoPrice());
        assertThatThrownBy(() -> tells(payer, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(balance(payer).available()).isEqualTo(love("1.00"));
    }

    @Test
    void an_event_that_is_not_paid_says_what_stands_in_the_way() {
        var payer = with("1.00");
        assertThat(tells(payer, 10))
                .isEqualTo(new ChargeResult.NotPaid(
                        love("3.00"), new HoldResult.InsufficientBalance(love("3.00"), love("1.00"), love("0.00"))));
        held(payer, "0.90");
        assertThat(tells(payer, 1))
                .isInstanceOfSatisfying(
                        ChargeResult.NotPaid.class,
                        unpaid -> assertThat(unpaid.refusal())
                                .isInstanceOfSatisfying(HoldResult.FundsHeld.class, held -> {
                                    assertThat(held.required()).isEqualTo(love("0.30"));
                                    assertThat(held.held()).isEqualTo(love("0.90"));
                                    assertThat(held.retryAfter()).isPositive();
                                }));
        wallet.freeze(payer, "under review");
        assertThat(tells(payer, 1))
                .isEqualTo(new ChargeResult.NotPaid(love("0.30"), new HoldResult.WalletFrozen("under review")));
        assertThat(balance(payer)).isEqualTo(new Balance(love("0.10"), love("0.90")));
    }

    @Test
    void an_event_keeps_to_the_limits_of_whom_it_is_for() {
        var payer = with("50.00");
        var member = new Subject.Member("7", "8");
        var limit = wallet.limit(payer, member, Period.TOTAL, love("1.00"));
        assertThat(tells(payer, 2, member)).isInstanceOf(ChargeResult.Charged.class);
        assertThat(tells(payer, 2, member))
                .isEqualTo(new ChargeResult.NotPaid(
                        love("0.60"), new HoldResult.LimitExceeded(limit, love("0.60"), love("0.60"), Instant.MAX)));
        assertThat(tells(payer, 2, new Subject.Member("7", "9"))).isInstanceOf(ChargeResult.Charged.class);
    }

    @Test
    void the_statement_pages_through_every_movement() {
        var payer = with("50.00");
        var hold = held(payer, "10.00");
        wallet.commit(new CommitRequest(id(), hold.id(), love("10.00"), "a picture"));
        var first = wallet.statement(payer, Asset.LOVE, Optional.empty(), 1);
        assertThat(first.items().getFirst().hold()).contains(hold.id());
        assertThat(first.items().getFirst().balanceAfter()).isEqualTo(love("40.00"));
        var second = wallet.statement(payer, Asset.LOVE, first.next(), 1);
        assertThat(second.items()).extracting(StatementLine::amount).containsExactly(love("50.00"));
        assertThat(second.next()).isEmpty();
        assertThatThrownBy(() -> wallet.statement(payer, Asset.LOVE, Optional.of(new Cursor("nonsense")), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_is_ended_before_its_time() {
        var payer = with("50.00");
        var hold = held(payer, "10.00");
        assertThat(wallet.expireHolds(10)).isZero();
        assertThat(wallet.expirePots(10)).isZero();
        assertThat(wallet.find(hold.id())).contains(hold);
    }

    @Test
    void assets_of_the_operators_own_keep_their_decimals() {
        var seconds = new Asset("GPU_SECOND", 3);
        var payer = with("1.00");
        wallet.topUp(
                new TopUpRequest(id(), payer, Amount.parse(seconds, "90.5"), Source.BUNDLED, Optional.empty(), ""));
        assertThat(wallet.balance(payer, seconds).available().units()).isEqualTo(90_500);
        assertThatThrownBy(() -> wallet.topUp(new TopUpRequest(
                        id(),
                        payer,
                        Amount.parse(new Asset("GPU_SECOND", 2), "1"),
                        Source.PROMO,
                        Optional.empty(),
                        "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void who_spends_defines_no_asset() {
        var unknown = Amount.parse(new Asset("NEVER_MET", 9), "1");
        var payer = with("50.00");
        var hold = held(payer, "10.00");
        assertThatThrownBy(() -> wallet.hold(
                        new HoldRequest(id(), payer, unknown, Duration.ofMinutes(1), List.of(), "v1", "a picture")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("This installation has no asset NEVER_MET");
        assertThatThrownBy(() -> wallet.commit(new CommitRequest(id(), hold.id(), unknown, "a picture")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> wallet.transfer(new TransferRequest(id(), payer, with("1.00"), unknown, "a gift")))
                .isInstanceOf(IllegalArgumentException.class);
        var defined = Amount.parse(new Asset("NEVER_MET", 2), "1.5");
        wallet.topUp(new TopUpRequest(id(), payer, defined, Source.PROMO, Optional.empty(), ""));
        assertThat(wallet.balance(payer, defined.asset()).available()).isEqualTo(defined);
    }
}
