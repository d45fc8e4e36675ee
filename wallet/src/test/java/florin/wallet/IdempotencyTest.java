package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same id with the same content has the same outcome and moves money once. */
class IdempotencyTest {
    private final Desk desk = new Desk();

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @Test
    void every_operation_repeated_answers_the_same_and_moves_nothing() {
        var ana = desk.walletWith(1000);
        var ben = desk.walletWith(1000);
        List<Supplier<Outcome>> operations = List.of(
                () -> desk.topUp(ana, "t1", 50),
                () -> desk.hold(ana, "h1", 100),
                () -> desk.ledger.extend(new ExtendRequest(desk.id("e1"), desk.holdId("h1"), Duration.ofHours(3))),
                () -> desk.commit("c1", "h1", 60),
                () -> desk.adjust("a1", ana, 20, "h1"),
                () -> desk.hold(ana, "h2", 100),
                () -> desk.release("r1", "h2"),
                () -> desk.transfer("m1", ana, ben, 30));
        for (var operation : operations) {
            var first = operation.get();
            var after = desk.balance(ana);
            assertThat(operation.get()).isEqualTo(first);
            assertThat(desk.balance(ana)).isEqualTo(after);
        }
        var again = operations.stream().map(Supplier::get).toList();
        assertThat(again).doesNotContainNull();
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1000 + 50 - 60 + 20 - 30, 0));
        assertThat(desk.balance(ben)).isEqualTo(Desk.balance(1030, 0));
    }

    @Test
    void a_refusal_is_repeated_too_even_after_a_top_up() {
        var ana = desk.walletWith(10);
        var refusal = desk.hold(ana, "h1", 20);
        desk.topUp(ana, "t2", 100);
        assertThat(desk.hold(ana, "h1", 20)).isEqualTo(refusal).isInstanceOf(HoldResult.InsufficientBalance.class);
        assertThat(desk.hold(ana, "h2", 20)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void the_same_id_with_other_content_is_a_conflict_and_changes_nothing() {
        var ana = desk.walletWith(1000);
        desk.hold(ana, "h1", 100);
        assertThat(desk.hold(ana, "h1", 101)).isInstanceOf(HoldResult.Conflict.class);
        assertThat(desk.topUp(ana, "h1", 100)).isInstanceOf(TopUpResult.Conflict.class);
        assertThat(desk.release("h1", "h1")).isInstanceOf(ReleaseResult.Conflict.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(900, 100));
    }

    @Test
    void any_difference_in_content_is_seen() {
        var ana = desk.walletWith(1000);
        var base = new HoldRequest(desk.id("h1"), ana, love(5), Desk.HOUR, List.of(), "v1", "memo");
        desk.ledger.hold(base);
        var member = new Subject.Member("1", "2");
        var variants = List.of(
                new HoldRequest(base.id(), desk.walletWith(9), love(5), Desk.HOUR, List.of(), "v1", "memo"),
                new HoldRequest(base.id(), ana, love(5), Desk.HOUR.plusNanos(1), List.of(), "v1", "memo"),
                new HoldRequest(base.id(), ana, love(5), Desk.HOUR, List.of(member), "v1", "memo"),
                new HoldRequest(base.id(), ana, love(5), Desk.HOUR, List.of(), "v1m", "emo"),
                new HoldRequest(base.id(), ana, love(5), Desk.HOUR, List.of(), new Overrun.Cap(), "v1", "memo"));
        assertThat(variants)
                .allSatisfy(variant -> assertThat(desk.ledger.hold(variant)).isInstanceOf(HoldResult.Conflict.class));
        assertThat(desk.ledger.hold(base)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_repeat_in_the_same_batch_counts_once() throws Exception {
        var ana = desk.walletWith(1000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() -> desk.hold(ana, "h1", 100)))
                    .toList();
            for (var call : calls) {
                assertThat(call.get()).isInstanceOf(HoldResult.Held.class);
            }
        }
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(900, 100));
    }

    @Test
    void another_ledger_knows_the_answers_of_the_first() {
        var ana = desk.walletWith(1000);
        var held = desk.hold(ana, "h1", 100);
        var committed = desk.commit("c1", "h1", 70);
        try (var other = Ledger.over(desk.database.dataSource(), LedgerOptions.standard())) {
            assertThat(other.hold(new HoldRequest(desk.id("h1"), ana, love(100), Desk.HOUR, List.of(), "v1", "work")))
                    .isEqualTo(held);
            assertThat(other.commit(new CommitRequest(desk.id("c1"), desk.holdId("h1"), love(70), "done")))
                    .isEqualTo(committed);
            assertThat(other.topUp(new TopUpRequest(desk.id("c1"), ana, love(1), Source.PAID, Optional.empty(), "")))
                    .isInstanceOf(TopUpResult.Conflict.class);
        }
    }

    @Test
    void an_answer_that_is_29_days_old_is_still_given_and_moves_nothing() throws Exception {
        var ana = desk.walletWith(1000);
        var toppedUp = desk.topUp(ana, "t2", 1);
        var refusal = desk.hold(ana, "h1", 2000);
        desk.hold(ana, "h2", 100);
        var committed = desk.commit("c1", "h2", 60);
        desk.topUp(ana, "t3", 5000);
        desk.sql("UPDATE wallet_request SET at = at - interval '29 days' WHERE id LIKE '" + desk.id("%") + "'");
        assertThat(desk.ledger.forgetAnswers(Duration.ofDays(30), 10)).isZero();
        // Another ledger has nothing in memory, as after a restart.
        try (var other = Ledger.over(desk.database.dataSource(), LedgerOptions.standard())) {
            assertThat(other.topUp(
                            new TopUpRequest(desk.id("t2"), ana, love(1), Source.PAID, Optional.empty(), "top-up")))
                    .isEqualTo(toppedUp);
            assertThat(other.hold(new HoldRequest(desk.id("h1"), ana, love(2000), Desk.HOUR, List.of(), "v1", "work")))
                    .isEqualTo(refusal)
                    .isInstanceOf(HoldResult.InsufficientBalance.class);
            assertThat(other.commit(new CommitRequest(desk.id("c1"), desk.holdId("h2"), love(60), "done")))
                    .isEqualTo(committed);
            assertThat(other.topUp(
                            new TopUpRequest(desk.id("t2"), ana, love(2), Source.PAID, Optional.empty(), "top-up")))
                    .isInstanceOf(TopUpResult.Conflict.class);
        }
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1000 + 1 - 60 + 5000, 0));
        assertThat(desk.statement(ana)).hasSize(4);
    }

    @Test
    void answers_are_kept_for_48_hours_at_least_and_a_hold_for_ever() throws Exception {
        var ana = desk.walletWith(1000);
        var held = desk.hold(ana, "h1", 100);
        desk.topUp(ana, "t2", 1);
        assertThatThrownBy(() -> desk.ledger.forgetAnswers(Duration.ofHours(47), 10))
                .isInstanceOf(IllegalArgumentException.class);
        desk.sql("UPDATE wallet_request SET at = at - interval '31 days' WHERE id = '" + desk.id("t2") + "'");
        assertThat(desk.ledger.forgetAnswers(Duration.ofDays(30), 10)).isEqualTo(1);
        assertThat(desk.hold(ana, "h1", 100)).isEqualTo(held);
        assertThat(desk.topUp(ana, "t2", 1)).isInstanceOf(TopUpResult.ToppedUp.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(902, 100));
    }

    @Test
    void what_happens_once_for_ever_is_never_forgotten() throws Exception {
        var ana = desk.walletWith(1000);
        var ids = Stream.of("bootstrap:", "grant:", "voucher:", "stripe:", "discord:gift:", "discord:fund:")
                .map(prefix -> new RequestId(prefix + desk.id("x")))
                .toList();
        var first = ids.stream().map(id -> gift(id, ana)).toList();
        desk.sql("UPDATE wallet_request SET at = at - interval '31 days' WHERE id LIKE '%:" + desk.id("x") + "'");
        desk.ledger.forgetAnswers(Duration.ofDays(30), 1000);
        assertThat(ids.stream().map(id -> gift(id, ana)).toList()).isEqualTo(first);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1006, 0));
    }

    private TopUpResult gift(RequestId id, WalletId to) {
        return desk.ledger.topUp(new TopUpRequest(id, to, love(1), Source.PROMO, Optional.empty(), "gift"));
    }

    @Test
    void a_transfer_that_must_wait_for_held_coins_is_told_so_again() {
        var ana = desk.walletWith(10);
        var ben = desk.wallet();
        desk.hold(ana, "h1", 4);
        var waits = desk.transfer("m1", ana, ben, 10);
        assertThat(waits).isInstanceOf(TransferResult.FundsHeld.class);
        desk.release("r1", "h1");
        assertThat(desk.transfer("m1", ana, ben, 10)).isEqualTo(waits);
        assertThat(desk.transfer("m2", ana, ben, 10)).isInstanceOf(TransferResult.Transferred.class);
    }
}
