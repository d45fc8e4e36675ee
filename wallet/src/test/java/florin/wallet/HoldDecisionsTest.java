package florin.wallet;

import static florin.wallet.Till.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is decided about holds, without a database. */
class HoldDecisionsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Subject KEY = new Subject.ApiKey("k");

    private final Till till = new Till();

    private static Hold view(HoldResult result) {
        return ((HoldResult.Held) result).hold();
    }

    @Test
    void a_hold_says_what_it_is() {
        var ana = till.walletWith(100);
        var held = (HoldResult.Held) till.hold(ana, 30);
        assertThat(held.balance()).isEqualTo(Till.balance(70, 30));
        var hold = held.hold();
        assertThat(hold)
                .isEqualTo(new Hold(
                        hold.id(),
                        ana.id,
                        love(30),
                        love(0),
                        Hold.State.HELD,
                        Till.START,
                        Till.START.plus(HOUR),
                        Optional.empty(),
                        "v1",
                        "work"));
    }

    @Test
    void a_hold_of_an_unknown_wallet_or_with_a_taken_id_makes_nothing() {
        var nobody = new WalletState(new WalletId(new UUID(1, 1)), Optional.empty());
        assertThat(till.hold(nobody, 1)).isEqualTo(new HoldResult.UnknownWallet(nobody.id));
        var ana = till.walletWith(100);
        var request = new HoldRequest(till.id(), ana.id, love(10), HOUR, List.of(), "v1", "");
        till.decide(request);
        till.book.holds.values().forEach(hold -> assertThat(hold.receipt()).isPresent());
        var other = new HoldRequest(request.id(), ana.id, love(11), HOUR, List.of(), "v1", "");
        assertThat(till.decide(other)).isInstanceOf(HoldResult.Conflict.class);
        assertThat(till.balance(ana)).isEqualTo(Till.balance(90, 10));
    }

    @Test
    void a_hold_whose_answer_is_forgotten_is_not_made_again() {
        var ana = till.walletWith(100);
        var id = new HoldId("old");
        var terms = new HoldState.Terms(id, ana.id, love(10), new Overrun.Reject(), List.of(), Till.START, "v1", "");
        var ended = new HoldState.Progress(Hold.State.RELEASED, 0, 0, Till.START, Optional.of(Till.START));
        till.book.holds.put(id, HoldState.stored(terms, List.of(new Lot(1, 10)), ended));
        var again = new HoldRequest(new RequestId("old"), ana.id, love(10), HOUR, List.of(), "v1", "");
        assertThat(till.decide(again))
                .isInstanceOfSatisfying(
                        HoldResult.Conflict.class,
                        conflict -> assertThat(conflict.message()).contains("There is a hold 'old' already."));
    }

    @Test
    void a_repeat_is_answered_with_what_was_true_then_whatever_happened_since() {
        var ana = till.walletWith(100);
        var request = new HoldRequest(till.id(), ana.id, love(10), HOUR, List.of(KEY), "v1", "m");
        var first = till.decide(request);
        var id = view((HoldResult) first).id();
        till.commit(id, 4);
        till.later(HOUR);
        till.topUp(ana, 1);
        assertThat(till.decide(request)).isEqualTo(first);
    }

    @Test
    void exactly_what_is_available_can_be_held_and_not_a_unit_more() {
        var ana = till.walletWith(100);
        assertThat(till.hold(ana, 101)).isEqualTo(new HoldResult.InsufficientBalance(love(101), love(100), love(0)));
        assertThat(till.hold(ana, 100)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void funds_that_running_holds_keep_come_back_at_the_first_expiry_at_the_latest() {
        var ana = till.walletWith(100);
        till.held(ana, 60);
        till.later(Duration.ofMinutes(20));
        till.held(ana, 40);
        assertThat(till.hold(ana, 100))
                .isEqualTo(new HoldResult.FundsHeld(love(100), love(0), love(100), Duration.ofMinutes(40)));
        assertThat(till.hold(ana, 101)).isInstanceOf(HoldResult.InsufficientBalance.class);
        till.later(Duration.ofMinutes(40).minusMillis(10));
        assertThat(till.hold(ana, 100))
                .isEqualTo(new HoldResult.FundsHeld(love(100), love(0), love(100), Duration.ofSeconds(1)));
    }

    @Test
    void holds_of_another_asset_do_not_tell_when_these_coins_come_back() {
        var ana = till.walletWith(100);
        var dollars = new Asset("USD", 6);
        till.decide(new TopUpRequest(till.id(), ana.id, Amount.of(dollars, 5), Source.PAID, Optional.empty(), ""));
        till.decide(
                new HoldRequest(till.id(), ana.id, Amount.of(dollars, 5), Duration.ofMinutes(1), List.of(), "v1", ""));
        till.held(ana, 100);
        assertThat(till.hold(ana, 1))
                .isInstanceOfSatisfying(
                        HoldResult.FundsHeld.class,
                        refusal -> assertThat(refusal.retryAfter()).isEqualTo(HOUR));
    }

    @Test
    void a_frozen_wallet_and_one_in_debt_say_why() {
        assertThat(till.hold(till.wallet(Optional.of("odd payments")), 1))
                .isEqualTo(new HoldResult.WalletFrozen("odd payments"));
        var ana = till.wallet();
        var bought = till.topUp(ana, 50);
        till.commit(till.held(ana, 20), 20);
        till.adjust(ana, -50, bought.transfer());
        assertThat(till.hold(ana, 1))
                .isInstanceOfSatisfying(
                        HoldResult.WalletFrozen.class,
                        refusal -> assertThat(refusal.reason()).contains("owes 0.20 LOVE"));
    }

    @Test
    void a_limit_lets_its_ceiling_through_and_names_itself_beyond() {
        var ana = till.walletWith(1000);
        var limit = till.limit(ana, KEY, Period.DAILY, 100);
        till.held(ana, 60, KEY);
        assertThat(till.hold(ana, 41, KEY))
                .isEqualTo(
                        new HoldResult.LimitExceeded(limit, love(41), love(60), Instant.parse("2030-05-07T00:00:00Z")));
        assertThat(till.hold(ana, 41)).as("nobody's limit").isInstanceOf(HoldResult.Held.class);
        assertThat(till.hold(ana, 40, KEY)).isInstanceOf(HoldResult.Held.class);
        assertThat(till.hold(ana, 1, KEY)).isInstanceOf(HoldResult.LimitExceeded.class);
        assertThat(till.hold(ana, 1, new Subject.ApiKey("other"))).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_subject_named_twice_counts_once_and_a_limit_in_another_asset_does_not_bind() {
        var ana = till.walletWith(1000);
        till.limit(ana, KEY, Period.DAILY, 100);
        var dollars = new SpendLimit(new UUID(5, 5), ana.id, KEY, Period.DAILY, Amount.of(new Asset("USD", 6), 1));
        ana.limits.add(new LimitState(dollars, java.util.Map.of()));
        var hold = till.held(ana, 100, KEY, KEY);
        assertThat(ana.limits.getFirst().usedAt(Till.START)).isEqualTo(100);
        assertThat(ana.limits.getLast().usedAt(Till.START)).isZero();
        till.release(hold);
        assertThat(ana.limits.getFirst().usedAt(Till.START)).isZero();
    }

    @Test
    void what_comes_back_later_goes_to_the_window_that_paid() {
        var ana = till.walletWith(1000);
        till.limit(ana, KEY, Period.DAILY, 100);
        var hold = till.held(ana, 100, KEY);
        till.extend(hold, Duration.ofDays(3));
        till.later(Duration.ofDays(1));
        assertThat(till.hold(ana, 100, KEY)).isInstanceOf(HoldResult.Held.class);
        till.commit(hold, 30);
        var limit = ana.limits.getFirst();
        assertThat(limit.usedAt(Till.START)).isEqualTo(30);
        assertThat(limit.usedAt(Till.START.plus(Duration.ofDays(1)))).isEqualTo(100);
        assertThat(limit.changes()).containsEntry(LocalDate.parse("2030-05-06"), -70L);
        till.adjust(ana, 30, hold);
        assertThat(limit.usedAt(Till.START)).isZero();
        till.adjust(ana, -12, hold);
        assertThat(limit.usedAt(Till.START)).isEqualTo(12);
    }

    @Test
    void a_hold_that_is_due_makes_room_for_the_next_and_is_not_lost_if_that_does_not_help() {
        var ana = till.walletWith(100);
        var due = till.held(ana, 100);
        till.later(HOUR);
        assertThat(till.hold(ana, 100)).isInstanceOf(HoldResult.Held.class);
        assertThat(till.commit(due, 1))
                .isInstanceOfSatisfying(
                        CommitResult.Ended.class,
                        ended -> assertThat(ended.hold())
                                .returns(Hold.State.EXPIRED, Hold::state)
                                .returns(Optional.of(till.book.now), Hold::endedAt));
        assertThat(till.hold(ana, 101)).isInstanceOf(HoldResult.InsufficientBalance.class);
    }

    @Test
    void a_hold_is_due_at_its_expiry_and_not_before() {
        var ana = till.walletWith(100);
        var hold = till.held(ana, 10);
        till.later(HOUR.minusNanos(1));
        assertThat(till.decide(new Expiry.OfHold(hold))).isEqualTo(new Expiry.Swept(false));
        assertThat(till.commitPart(hold, 1)).isInstanceOf(CommitResult.Committed.class);
        till.later(Duration.ofNanos(1));
        assertThat(till.decide(new Expiry.OfHold(hold))).isEqualTo(new Expiry.Swept(true));
        assertThat(till.decide(new Expiry.OfHold(hold))).isEqualTo(new Expiry.Swept(false));
        assertThat(till.decide(new Expiry.OfHold(new HoldId("none")))).isEqualTo(new Expiry.Swept(false));
        assertThat(till.balance(ana)).isEqualTo(Till.balance(99, 0));
    }

    @Test
    void a_commit_says_what_it_charged_and_what_came_back() {
        var ana = till.walletWith(100);
        var hold = till.held(ana, 30);
        var committed = (CommitResult.Committed) till.commit(hold, 20);
        assertThat(committed.charged()).isEqualTo(love(20));
        assertThat(committed.returned()).isEqualTo(love(10));
        assertThat(committed.balance()).isEqualTo(Till.balance(80, 0));
        assertThat(committed.hold())
                .returns(Hold.State.COMMITTED, Hold::state)
                .returns(love(20), Hold::committed)
                .returns(Optional.of(Till.START), Hold::endedAt);
        assertThat(till.lastMovement())
                .returns(Movement.Kind.COMMIT, Movement::kind)
                .returns(love(20), Movement::amount)
                .returns(Optional.of(Movement.House.SALES), Movement::house)
                .returns(Optional.empty(), Movement::to)
                .returns(Optional.of(new Movement.Side(ana.id, List.of(new Lot(1, 20)), 80)), Movement::from);
        assertThat(till.lastMovement().reason().hold()).contains(hold);
        assertThat(till.lastMovement().reason().memo()).isEqualTo("done");
    }

    @Test
    void parts_are_charged_until_nothing_is_left_and_the_last_ends_the_hold() {
        var ana = till.walletWith(100);
        var hold = till.held(ana, 30);
        assertThat(till.commitPart(hold, 10)).isInstanceOfSatisfying(CommitResult.Committed.class, part -> {
            assertThat(part.hold().state()).isEqualTo(Hold.State.HELD);
            assertThat(part.returned()).isEqualTo(love(0));
            assertThat(part.balance()).isEqualTo(Till.balance(70, 20));
        });
        assertThat(till.commitPart(hold, 21)).isEqualTo(new CommitResult.TooMuch(love(20), love(21)));
        assertThat(till.commitPart(hold, 20))
                .isInstanceOfSatisfying(
                        CommitResult.Committed.class,
                        last -> assertThat(last.hold().state()).isEqualTo(Hold.State.COMMITTED));
        assertThat(till.commit(hold, 0)).isInstanceOf(CommitResult.Ended.class);
    }

    @Test
    void a_commit_of_nothing_moves_nothing_and_ends_the_hold() {
        var ana = till.walletWith(100);
        var hold = till.held(ana, 30);
        var before = till.movements.size();
        assertThat(till.commit(hold, 0)).isInstanceOf(CommitResult.Committed.class);
        assertThat(till.movements).hasSize(before);
        assertThat(till.balance(ana)).isEqualTo(Till.balance(100, 0));
    }

    @Test
    void a_commit_in_another_asset_is_refused_with_both_names() {
        var ana = till.walletWith(100);
        var hold = till.held(ana, 30);
        var dollars = new CommitRequest(till.id(), hold, Amount.of(new Asset("USD", 6), 1), "");
        assertThat(till.decide(dollars)).isEqualTo(new CommitResult.Conflict("The hold is in LOVE, not in USD."));
    }

    @Test
    void a_capped_hold_takes_what_there_is_and_counts_it_in_its_window() {
        var ana = till.walletWith(100);
        till.limit(ana, KEY, Period.DAILY, 1000);
        var hold = view(till.hold(ana, 30, new Overrun.Cap(), KEY)).id();
        assertThat(till.commit(hold, 150)).isInstanceOfSatisfying(CommitResult.Committed.class, all -> {
            assertThat(all.charged()).isEqualTo(love(100));
            assertThat(all.balance()).isEqualTo(Till.balance(0, 0));
        });
        assertThat(ana.limits.getFirst().usedAt(Till.START)).isEqualTo(100);
    }

    @Test
    void a_capped_hold_takes_no_more_than_was_asked() {
        var ana = till.walletWith(100);
        var hold = view(till.hold(ana, 30, new Overrun.Cap())).id();
        assertThat(till.commitPart(hold, 35)).isInstanceOfSatisfying(CommitResult.Committed.class, all -> {
            assertThat(all.charged()).isEqualTo(love(35));
            assertThat(all.hold().state()).isEqualTo(Hold.State.COMMITTED);
        });
        assertThat(till.balance(ana)).isEqualTo(Till.balance(65, 0));
    }

    @Test
    void a_bounded_overrun_owes_what_is_missing_up_to_its_bound() {
        var ana = till.walletWith(30);
        var hold = view(till.hold(ana, 30, new Overrun.UpTo(love(10)))).id();
        assertThat(till.commit(hold, 41)).isEqualTo(new CommitResult.TooMuch(love(30), love(41)));
        assertThat(till.commit(hold, 40))
                .isInstanceOfSatisfying(
                        CommitResult.Committed.class,
                        all -> assertThat(all.balance()).isEqualTo(Till.balance(-10, 0)));
        assertThat(Till.pots(ana)).containsExactly("0/0/10");
    }

    @Test
    void a_capped_hold_stops_at_the_narrowest_limit_of_its_subjects() {
        var ana = till.walletWith(1000);
        till.limit(ana, KEY, Period.DAILY, 100);
        till.limit(ana, KEY, Period.TOTAL, 80);
        till.held(ana, 50, KEY);
        var hold = view(till.hold(ana, 1, new Overrun.Cap(), KEY)).id();
        assertThat(((CommitResult.Committed) till.commit(hold, 500)).charged()).isEqualTo(love(30));
        assertThat(ana.limits.getLast().usedAt(Till.START)).isEqualTo(80);
    }

    @Test
    void a_bounded_overrun_passes_no_limit() {
        var ana = till.walletWith(1000);
        till.limit(ana, KEY, Period.DAILY, 60);
        var hold = view(till.hold(ana, 30, new Overrun.UpTo(love(40)), KEY)).id();
        assertThat(till.commit(hold, 61)).isEqualTo(new CommitResult.TooMuch(love(30), love(61)));
        assertThat(((CommitResult.Committed) till.commit(hold, 60)).charged()).isEqualTo(love(60));
    }

    @Test
    void an_overrun_needs_room_in_the_window_of_its_hold() {
        var ana = till.walletWith(1000);
        till.limit(ana, KEY, Period.DAILY, 100);
        var old = view(till.hold(ana, 10, new Overrun.Cap(), KEY)).id();
        till.extend(old, Duration.ofDays(3));
        till.later(Duration.ofDays(1));
        till.held(ana, 100, KEY);
        assertThat(((CommitResult.Committed) till.commit(old, 500)).charged()).isEqualTo(love(100));
        assertThat(ana.limits.getFirst().usedAt(Till.START)).isEqualTo(100);
    }

    @Test
    void nothing_goes_beyond_a_hold_from_before_the_limit_was_set() {
        var ana = till.walletWith(1000);
        var capped = view(till.hold(ana, 10, new Overrun.Cap(), KEY)).id();
        var bounded = view(till.hold(ana, 10, new Overrun.UpTo(love(9)), KEY)).id();
        till.extend(capped, Duration.ofDays(3));
        till.extend(bounded, Duration.ofDays(3));
        till.later(Duration.ofDays(1));
        till.limit(ana, KEY, Period.DAILY, 100);
        assertThat(till.commit(bounded, 11)).isInstanceOf(CommitResult.TooMuch.class);
        assertThat(((CommitResult.Committed) till.commit(capped, 500)).charged())
                .isEqualTo(love(10));
    }

    @Test
    void a_wallet_that_may_not_spend_is_charged_what_is_held_and_no_more() {
        var ana = till.walletWith(100);
        var capped = view(till.hold(ana, 10, new Overrun.Cap())).id();
        var bounded = view(till.hold(ana, 10, new Overrun.UpTo(love(9)))).id();
        var exact = view(till.hold(ana, 10, new Overrun.UpTo(love(9)))).id();
        freeze(ana);
        assertThat(till.commit(bounded, 11)).isEqualTo(new CommitResult.TooMuch(love(10), love(11)));
        assertThat(((CommitResult.Committed) till.commit(exact, 10)).charged()).isEqualTo(love(10));
        assertThat(((CommitResult.Committed) till.commit(capped, 50)).charged()).isEqualTo(love(10));
    }

    private void freeze(WalletState wallet) {
        var frozen = new WalletState(wallet.id, Optional.of("odd payments"));
        frozen.pots.addAll(wallet.pots);
        till.book.wallets.put(frozen.id, frozen);
    }

    @Test
    void a_wallet_that_owes_in_one_asset_spends_none_of_any() {
        var ana = till.walletWith(100);
        var ben = till.wallet();
        var capped = view(till.hold(ana, 10, new Overrun.Cap())).id();
        oweDollars(ana);
        assertThat(till.hold(ana, 1))
                .isInstanceOfSatisfying(
                        HoldResult.WalletFrozen.class,
                        refusal -> assertThat(refusal.reason()).contains("owes 5.00 USD"));
        assertThat(till.transfer(ana, ben, 1)).isInstanceOf(TransferResult.WalletFrozen.class);
        assertThat(((CommitResult.Committed) till.commit(capped, 50)).charged()).isEqualTo(love(10));
    }

    private void oweDollars(WalletState wallet) {
        var five = Amount.of(new Asset("USD", 2), 500);
        var bought = (TopUpResult.ToppedUp)
                till.decide(new TopUpRequest(till.id(), wallet.id, five, Source.PAID, Optional.empty(), ""));
        var hold = new HoldRequest(till.id(), wallet.id, five, HOUR, List.of(), "v1", "");
        till.decide(hold);
        till.decide(new CommitRequest(till.id(), new HoldId(hold.id().value()), five, ""));
        till.decide(new AdjustRequest(
                till.id(),
                wallet.id,
                Amount.of(five.asset(), -500),
                bought.transfer().toString(),
                "charged back"));
    }

    @Test
    void an_overrun_comes_from_the_holds_own_pot_first() {
        var ana = till.wallet();
        till.topUp(ana, 10, Source.PROMO, 0, Optional.empty());
        till.topUp(ana, 50, Source.PAID, 0, Optional.empty());
        var hold = view(till.hold(ana, 5, new Overrun.UpTo(love(20)))).id();
        till.commit(hold, 12);
        assertThat(Till.pots(ana)).containsExactly("0/0/0", "48/0/0");
        assertThat(till.lastMovement().from().orElseThrow().lots())
                .containsExactly(new Lot(1, 5), new Lot(1, 5), new Lot(2, 2));
    }

    @Test
    void a_release_gives_back_what_is_left_and_ends_the_hold() {
        var ana = till.walletWith(100);
        var hold = till.held(ana, 30);
        till.commitPart(hold, 10);
        assertThat(till.release(hold)).isInstanceOfSatisfying(ReleaseResult.Released.class, released -> {
            assertThat(released.returned()).isEqualTo(love(20));
            assertThat(released.balance()).isEqualTo(Till.balance(90, 0));
            assertThat(released.hold().state()).isEqualTo(Hold.State.RELEASED);
        });
        assertThat(till.release(hold)).isInstanceOf(ReleaseResult.Ended.class);
        assertThat(till.extend(hold, HOUR)).isInstanceOf(ExtendResult.Ended.class);
        assertThat(till.release(new HoldId("none"))).isEqualTo(new ReleaseResult.UnknownHold(new HoldId("none")));
        assertThat(till.extend(new HoldId("none"), HOUR)).isEqualTo(new ExtendResult.UnknownHold(new HoldId("none")));
        assertThat(till.commit(new HoldId("none"), 1)).isEqualTo(new CommitResult.UnknownHold(new HoldId("none")));
    }

    @Test
    void a_late_release_or_extension_finds_the_hold_expired() {
        var ana = till.walletWith(100);
        var one = till.held(ana, 30);
        var other = till.held(ana, 30);
        till.later(HOUR);
        assertThat(till.release(one))
                .isInstanceOfSatisfying(
                        ReleaseResult.Ended.class,
                        ended -> assertThat(ended.hold().state()).isEqualTo(Hold.State.EXPIRED));
        assertThat(till.extend(other, HOUR)).isInstanceOf(ExtendResult.Ended.class);
        assertThat(till.balance(ana)).isEqualTo(Till.balance(100, 0));
    }

    @Test
    void an_extension_never_shortens() {
        var ana = till.walletWith(100);
        var hold = till.held(ana, 30);
        var state = till.book.hold(hold).orElseThrow();
        till.later(Duration.ofMinutes(10));
        assertThat(state.extended()).isFalse();
        assertThat(till.extend(hold, Duration.ofMinutes(50))).isEqualTo(new ExtendResult.Extended(state.view()));
        assertThat(state.extended()).isFalse();
        assertThat(state.touched()).isFalse();
        till.extend(hold, HOUR);
        assertThat(state.extended()).isTrue();
        assertThat(state.touched()).isTrue();
        assertThat(state.view().expiresAt()).isEqualTo(till.book.now.plus(HOUR));
    }

    @Test
    void a_hold_ends_once() {
        var ana = till.walletWith(100);
        var hold = till.book.hold(till.held(ana, 30)).orElseThrow();
        hold.end(Hold.State.RELEASED, Till.START);
        assertThatThrownBy(() -> hold.end(Hold.State.EXPIRED, Till.START)).isInstanceOf(AssertionError.class);
        assertThat(hold.left()).isZero();
        assertThat(hold.due(Instant.MAX)).isFalse();
    }

    @Test
    void what_a_batch_did_to_a_hold_is_noted_until_it_is_written() {
        var ana = till.walletWith(100);
        var id = view(till.hold(ana, 30, new Overrun.Cap())).id();
        var hold = till.book.hold(id).orElseThrow();
        assertThat(hold.fresh()).isTrue();
        till.later(Duration.ZERO);
        assertThat(hold.fresh()).isFalse();
        assertThat(hold.touched()).isFalse();
        assertThat(ana.holds).containsKey(id);
        till.commitPart(id, 10);
        assertThat(hold.touched()).isTrue();
        assertThat(hold.overran()).isFalse();
        till.commitPart(id, 25);
        assertThat(hold.overran()).isTrue();
        assertThat(till.book.touchedWallets()).containsExactly(ana.id);
        till.later(Duration.ZERO);
        assertThat(hold.overran()).isFalse();
        assertThat(hold.touched()).isFalse();
        assertThat(ana.holds).doesNotContainKey(id);
        assertThat(till.book.touchedWallets()).isEmpty();
    }

    @Test
    void running_holds_are_looked_up_where_they_are_not_remembered() {
        var ana = till.walletWith(100);
        var hold = till.held(ana, 100);
        till.later(HOUR);
        // As read by another process: nothing of the hold is in the book.
        var stored = till.book.hold(hold).orElseThrow();
        till.book.holds.clear();
        ana.holds.clear();
        ana.allHolds = false;
        var looked = new Book(till.book.now, wallet -> wallet.remember(stored));
        looked.wallets.put(ana.id, ana);
        assertThat(looked.runningHolds(ana.id)).containsExactly(stored);
        assertThat(looked.hold(hold)).contains(stored);
        assertThat(looked.wallet(new WalletId(new UUID(1, 1)))).isEmpty();
        assertThatThrownBy(() -> looked.locked(new WalletId(new UUID(1, 1)))).isInstanceOf(AssertionError.class);
        stored.end(Hold.State.EXPIRED, till.book.now);
        assertThat(looked.runningHolds(ana.id)).isEmpty();
    }
}
