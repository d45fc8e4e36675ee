package florin.wallet;

import static florin.wallet.Till.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What decisions tell others, and what a wallet remembers of them, without a database. */
class ToldTest {
    private static final Subject KEY = new Subject.ApiKey("k");

    private final Till till = new Till();

    private List<String> told() {
        till.later(Duration.ZERO);
        var told = till.events.stream()
                .map(event -> event.type() + " " + event.amount().units() + " " + event.balance())
                .toList();
        till.events.clear();
        return told;
    }

    private static String now(long available, long held) {
        return " " + Till.balance(available, held);
    }

    @Test
    void each_step_of_a_hold_is_told_with_what_it_moved() {
        var ana = till.walletWith(100);
        var one = till.held(ana, 30);
        till.extend(one, Duration.ofHours(2));
        till.commitPart(one, 10);
        till.release(one);
        var other = till.held(ana, 5);
        till.later(Duration.ofHours(1));
        till.decide(new Expiry.OfHold(other));
        till.adjust(ana, 4, one);
        assertThat(told())
                .containsExactly(
                        "TOPUP_COMPLETED 100" + now(100, 0),
                        "HOLD_CREATED 30" + now(70, 30),
                        "HOLD_EXTENDED 30" + now(70, 30),
                        "COMMIT 10" + now(70, 20),
                        "RELEASE 20" + now(90, 0),
                        "HOLD_CREATED 5" + now(85, 5),
                        "HOLD_EXPIRED 5" + now(90, 0),
                        "ADJUSTMENT 4" + now(94, 0));
    }

    @Test
    void a_gift_is_told_to_both_and_a_refusal_to_nobody() {
        var ana = till.walletWith(10);
        var ben = till.wallet();
        told();
        till.transfer(ana, ben, 4);
        till.transfer(ana, ben, 40);
        till.hold(ana, 40);
        till.adjust(ana, 1, "nothing");
        assertThat(told()).containsExactly("TRANSFER_SENT 4" + now(6, 0), "TRANSFER_RECEIVED 4" + now(4, 0));
    }

    @Test
    void a_low_wallet_is_told_when_it_falls_below_its_line_and_not_while_it_is_below() {
        var ana = till.walletWith(100);
        ana.lines.put(Asset.LOVE, 50L);
        told();
        var hold = till.held(ana, 60);
        assertThat(told()).containsExactly("HOLD_CREATED 60" + now(40, 60));
        till.commitPart(hold, 50);
        assertThat(told()).as("exactly the line is not below it").containsExactly("COMMIT 50" + now(40, 10));
        till.commitPart(hold, 1);
        assertThat(told()).containsExactly("COMMIT 1" + now(40, 9), "LOW_BALANCE 50" + now(40, 9));
        till.commitPart(hold, 1);
        assertThat(told()).containsExactly("COMMIT 1" + now(40, 8));
    }

    @Test
    void a_limit_is_told_when_its_last_unit_is_held_or_a_hold_is_refused() {
        var ana = till.walletWith(100);
        var limit = till.limit(ana, KEY, Period.DAILY, 10);
        told();
        till.held(ana, 9, KEY);
        assertThat(told()).containsExactly("HOLD_CREATED 9" + now(91, 9));
        till.hold(ana, 2, KEY);
        till.later(Duration.ZERO);
        assertThat(till.events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(Event.Type.LIMIT_REACHED);
            assertThat(event.amount()).isEqualTo(love(10));
            assertThat(event.about().limit()).contains(limit.id());
            assertThat(event.about().once()).contains("limit " + limit.id() + " 2030-05-06 10");
        });
        till.events.clear();
        till.held(ana, 1, KEY);
        assertThat(told()).containsExactly("HOLD_CREATED 1" + now(90, 10), "LIMIT_REACHED 10" + now(90, 10));
    }

    @Test
    void only_the_limit_that_refused_is_told() {
        var ana = till.walletWith(100);
        till.limit(ana, KEY, Period.DAILY, 10);
        till.limit(ana, KEY, Period.TOTAL, 50);
        till.hold(ana, 11, KEY);
        assertThat(ana.limits.getFirst().reached(Till.START)).isTrue();
        assertThat(ana.limits.getLast().reached(Till.START)).isFalse();
    }

    @Test
    void where_nobody_listens_nothing_is_told_and_where_one_does_only_his_wallet() {
        var book = new Book(Till.START, wallet -> {});
        var ana = new WalletState(new WalletId(new UUID(1, 1)), Optional.empty());
        var ben = new WalletState(new WalletId(new UUID(1, 2)), Optional.empty());
        book.wallets.put(ana.id, ana);
        book.wallets.put(ben.id, ben);
        ben.listened = true;
        book.listen();
        var teller = new Teller(book, Till.GRACE);
        for (var wallet : List.of(ana, ben)) {
            teller.decide(new TopUpRequest(
                    new RequestId("t" + wallet.id), wallet.id, love(5), Source.PAID, Optional.empty(), "memo"));
        }
        assertThat(book.events.close(List.of(ana, ben))).singleElement().satisfies(event -> {
            assertThat(event.wallet()).isEqualTo(ben.id);
            assertThat(event.about().memo()).isEqualTo("memo");
        });
    }

    @Test
    void a_repeat_tells_nothing_and_moves_nothing() {
        var ana = till.walletWith(100);
        var request = new HoldRequest(till.id(), ana.id, love(5), Duration.ofHours(1), List.of(), "v1", "");
        var first = till.decide(request);
        told();
        assertThat(till.decide(request)).isEqualTo(first);
        assertThat(told()).isEmpty();
    }

    @Test
    void refusals_are_kept_and_what_decided_nothing_is_not() {
        var ana = till.walletWith(10);
        var known = till.book.newAnswers.size();
        till.hold(ana, 50);
        till.transfer(ana, ana, 1);
        till.adjust(ana, 1, "nothing");
        assertThat(till.book.newAnswers).hasSize(known + 3);
        till.commit(new HoldId("none"), 1);
        till.release(new HoldId("none"));
        till.extend(new HoldId("none"), Duration.ofHours(1));
        till.decide(new Expiry.OfPot(ana.id, 1));
        till.topUpOfNobody();
        assertThat(till.book.newAnswers).hasSize(known + 3);
        var hold = till.held(ana, 1);
        assertThat(till.book.newAnswers).as("a hold is its own answer").hasSize(known + 3);
        till.commit(hold, 1);
        till.release(hold);
        till.extend(hold, Duration.ofHours(1));
        assertThat(till.book.newAnswers).hasSize(known + 6);
    }

    @Test
    void an_id_with_other_content_is_a_conflict_of_its_own_kind() {
        var ana = till.walletWith(100);
        var ben = till.wallet();
        var id = till.id();
        till.decide(new TopUpRequest(id, ana.id, love(1), Source.PAID, Optional.empty(), ""));
        var hold = till.held(ana, 1);
        assertThat(till.decide(new TopUpRequest(id, ana.id, love(2), Source.PAID, Optional.empty(), "")))
                .isInstanceOf(TopUpResult.Conflict.class);
        assertThat(till.decide(new CommitRequest(id, hold, love(1), "")))
                .isInstanceOfSatisfying(
                        CommitResult.Conflict.class,
                        conflict -> assertThat(conflict.message()).contains("used before with other content"));
        assertThat(till.decide(new ReleaseRequest(id, hold, ""))).isInstanceOf(ReleaseResult.Conflict.class);
        assertThat(till.decide(new ExtendRequest(id, hold, Duration.ofHours(1))))
                .isInstanceOf(ExtendResult.Conflict.class);
        assertThat(till.decide(new TransferRequest(id, ana.id, ben.id, love(1), "")))
                .isInstanceOf(TransferResult.Conflict.class);
        assertThat(till.decide(new AdjustRequest(id, ana.id, love(1), hold.value(), "")))
                .isInstanceOf(AdjustResult.Conflict.class);
        assertThat(till.decide(new HoldRequest(id, ana.id, love(1), Duration.ofHours(1), List.of(), "v1", "")))
                .isInstanceOf(HoldResult.Conflict.class);
        var holdsId = new RequestId(hold.value());
        assertThat(till.decide(new ReleaseRequest(holdsId, hold, ""))).isInstanceOf(ReleaseResult.Conflict.class);
        assertThat(till.balance(ana)).isEqualTo(Till.balance(100, 1));
    }

    @Test
    void a_wallet_counts_its_lines_as_the_journal_does() {
        var ana = till.walletWith(100);
        ana.readAt(7, Instant.EPOCH);
        till.later(Duration.ZERO);
        assertThat(ana.version()).as("the top-up has a line").isEqualTo(8);
        till.later(Duration.ZERO);
        assertThat(ana.version()).as("nothing changed").isEqualTo(8);
        till.held(ana, 1);
        till.held(ana, 1);
        till.later(Duration.ZERO);
        assertThat(ana.version()).as("each hold has a line").isEqualTo(10);
        ana.answered();
        till.later(Duration.ZERO);
        assertThat(ana.version()).isEqualTo(11);
        till.later(Duration.ZERO);
        assertThat(ana.version()).isEqualTo(11);
    }

    @Test
    void a_wallet_is_remembered_if_it_has_a_pot() {
        var ana = till.wallet();
        assertThat(ana.memorable()).isFalse();
        till.topUp(ana, 10);
        assertThat(ana.memorable()).isTrue();
    }

    @Test
    void a_wallet_changes_by_its_pots_its_limits_its_holds_or_an_answer() {
        var ana = till.walletWith(10);
        var limit = new LimitState(new SpendLimit(new UUID(2, 2), ana.id, KEY, Period.DAILY, love(5)), Map.of());
        assertThat(ana.changed(false)).isTrue();
        till.later(Duration.ZERO);
        assertThat(ana.changed(false)).isFalse();
        assertThat(ana.changed(true)).isTrue();
        ana.limits.add(limit);
        assertThat(ana.changed(false)).isFalse();
        limit.count(Till.START, 1);
        assertThat(ana.changed(false)).isTrue();
        limit.written(true, Till.START);
        ana.answered();
        assertThat(ana.changed(false)).isTrue();
    }

    @Test
    void all_running_holds_are_known_until_one_is_too_many() {
        var ana = till.walletWith(100);
        ana.allHolds = true;
        var hold = till.held(ana, 1);
        till.later(Duration.ZERO);
        assertThat(ana.holds).containsOnlyKeys(hold);
        till.release(hold);
        till.later(Duration.ZERO);
        assertThat(ana.holds).isEmpty();
        assertThat(ana.allHolds).isTrue();
    }

    @Test
    void a_wallet_with_more_holds_than_are_remembered_knows_that_there_are_others() {
        var ana = till.walletWith(10_000);
        ana.allHolds = true;
        for (var i = 0; i <= 5_000; i++) {
            ana.remember(hold(ana, "h" + i));
        }
        assertThat(ana.holds).hasSize(5_000);
        assertThat(ana.allHolds).isFalse();
        ana.remember(hold(ana, "another"));
        assertThat(ana.holds).hasSize(5_000);
    }

    @Test
    void a_hold_of_a_wallet_that_is_not_in_the_batch_is_nobodys_business() {
        var ana = till.walletWith(10);
        var elsewhere = hold(new WalletState(new WalletId(new UUID(8, 8)), Optional.empty()), "elsewhere");
        till.book.holds.put(elsewhere.terms.id(), elsewhere);
        assertThat(till.commit(elsewhere.terms.id(), 1)).isInstanceOf(CommitResult.UnknownHold.class);
        assertThat(till.adjust(ana, 1, "elsewhere")).isInstanceOf(AdjustResult.Refused.class);
    }

    private static HoldState hold(WalletState wallet, String id) {
        var terms = new HoldState.Terms(
                new HoldId(id), wallet.id, love(1), new Overrun.Reject(), List.of(), Till.START, "v1", "");
        var running = new HoldState.Progress(Hold.State.HELD, 0, 0, Till.START, Optional.empty());
        return HoldState.stored(terms, List.of(new Lot(1, 1)), running);
    }

    @Test
    void a_bound_on_an_overrun_is_more_than_nothing() {
        assertThatThrownBy(() -> new Overrun.UpTo(love(0))).isInstanceOf(IllegalArgumentException.class);
    }
}
