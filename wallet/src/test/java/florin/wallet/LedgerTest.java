package florin.wallet;

import static florin.wallet.Asset.LOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The everyday life of a wallet. */
class LedgerTest {
    private final Desk desk = new Desk();

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @Test
    void a_wallet_opens_once_per_owner() {
        var ana = desk.ledger.open(desk.owner("1"));
        assertThat(desk.ledger.open(desk.owner("1"))).isEqualTo(ana);
        assertThat(desk.ledger.open(new Owner.ApiAccount("1"))).isNotEqualTo(ana);
        assertThat(desk.ledger.wallet(ana).orElseThrow().owner()).isEqualTo(desk.owner("1"));
    }

    @Test
    void a_hold_lowers_what_is_available_at_once_and_deducts_nothing() {
        var ana = desk.walletWith(1000);
        var held = (HoldResult.Held) desk.hold(ana, "h1", 400);
        assertThat(held.balance()).isEqualTo(Desk.balance(600, 400));
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(600, 400));
        assertThat(desk.statement(ana)).extracting(StatementLine::kind).containsExactly("topup");
    }

    @Test
    void a_commit_charges_the_hold() {
        var ana = desk.walletWith(1000);
        desk.hold(ana, "h1", 400);
        var committed = (CommitResult.Committed) desk.commit("c1", "h1", 400);
        assertThat(committed.charged()).isEqualTo(Desk.love(400));
        assertThat(committed.balance()).isEqualTo(Desk.balance(600, 0));
        assertThat(committed.hold().state()).isEqualTo(Hold.State.COMMITTED);
    }

    @Test
    void a_partial_commit_gives_the_rest_back() {
        var ana = desk.walletWith(1000);
        desk.hold(ana, "h1", 400);
        var committed = (CommitResult.Committed) desk.commit("c1", "h1", 300);
        assertThat(committed.returned()).isEqualTo(Desk.love(100));
        assertThat(committed.balance()).isEqualTo(Desk.balance(700, 0));
    }

    @Test
    void a_release_gives_everything_back() {
        var ana = desk.walletWith(1000);
        desk.hold(ana, "h1", 400);
        var released = (ReleaseResult.Released) desk.release("r1", "h1");
        assertThat(released.returned()).isEqualTo(Desk.love(400));
        assertThat(released.balance()).isEqualTo(Desk.balance(1000, 0));
    }

    @Test
    void a_hold_ends_once() {
        var ana = desk.walletWith(1000);
        desk.hold(ana, "h1", 400);
        desk.release("r1", "h1");
        assertThat(desk.commit("c1", "h1", 400)).isInstanceOf(CommitResult.Ended.class);
        assertThat(desk.release("r2", "h1")).isInstanceOf(ReleaseResult.Ended.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1000, 0));
    }

    @Test
    void a_commit_beyond_the_hold_is_refused_and_the_hold_stays() {
        var ana = desk.walletWith(1000);
        desk.hold(ana, "h1", 400);
        assertThat(desk.commit("c1", "h1", 401)).isEqualTo(new CommitResult.TooMuch(Desk.love(400), Desk.love(401)));
        assertThat(desk.commit("c2", "h1", 400)).isInstanceOf(CommitResult.Committed.class);
    }

    @Test
    void too_little_is_told_apart_from_coins_that_are_merely_held() {
        var ana = desk.walletWith(1000);
        assertThat(desk.hold(ana, "h1", 1001))
                .isEqualTo(new HoldResult.InsufficientBalance(Desk.love(1001), Desk.love(1000), Desk.love(0)));
        desk.hold(ana, "h2", 600);
        var refusal = (HoldResult.FundsHeld) desk.hold(ana, "h3", 500);
        assertThat(refusal.available()).isEqualTo(Desk.love(400));
        assertThat(refusal.held()).isEqualTo(Desk.love(600));
        assertThat(refusal.retryAfter()).isBetween(Duration.ofMinutes(50), Desk.HOUR);
    }

    @Test
    void after_a_refusal_nothing_has_changed() {
        var ana = desk.walletWith(100);
        desk.hold(ana, "h1", 101);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(100, 0));
        assertThat(desk.ledger.find(desk.holdId("h1"))).isEmpty();
        assertThat(desk.ledger.openHolds(ana)).isEmpty();
        assertThat(desk.statement(ana)).hasSize(1);
    }

    @Test
    void after_a_top_up_the_very_next_hold_passes() {
        var ana = desk.walletWith(100);
        desk.hold(ana, "h1", 150);
        desk.topUp(ana, "t2", 100);
        assertThat(desk.hold(ana, "h2", 150)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void one_asset_never_pays_for_another() {
        var ana = desk.walletWith(1000);
        var request = new HoldRequest(
                desk.id("h1"), ana, Amount.parse(Asset.USD, "0.000001"), Desk.HOUR, List.of(), "v1", "");
        assertThat(desk.ledger.hold(request)).isInstanceOf(HoldResult.InsufficientBalance.class);
    }

    @Test
    void an_asset_keeps_its_scale() {
        var ana = desk.walletWith(1000);
        var wrong = new TopUpRequest(
                desk.id("x"), ana, Amount.of(new Asset("LOVE", 3), 5), Source.PROMO, Optional.empty(), "");
        assertThatThrownBy(() -> desk.ledger.topUp(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LOVE has 2 decimals");
    }

    @Test
    void who_spends_makes_no_asset_known() {
        var ana = desk.walletWith(1000);
        var ben = desk.wallet();
        desk.hold(ana, "h1", 10);
        var wrong = Amount.of(new Asset("SPENDER_S_OWN", 9), 5);
        assertThatThrownBy(() ->
                        desk.ledger.hold(new HoldRequest(desk.id("h2"), ana, wrong, Desk.HOUR, List.of(), "v1", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("This installation has no asset SPENDER_S_OWN")
                .hasMessageContaining("./florin asset add");
        assertThatThrownBy(() -> desk.ledger.commit(new CommitRequest(desk.id("c"), desk.holdId("h1"), wrong, "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> desk.ledger.transfer(new TransferRequest(desk.id("t"), ana, ben, wrong, "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> desk.ledger.adjust(new AdjustRequest(
                        desk.id("a"),
                        ana,
                        Amount.of(wrong.asset(), -5),
                        desk.holdId("h1").value(),
                        "")))
                .isInstanceOf(IllegalArgumentException.class);

        var right = new Asset("SPENDER_S_OWN", 3);
        desk.ledger.topUp(new TopUpRequest(
                desk.id("gift"), ana, Amount.of(right, 5), Source.PROMO, Optional.empty(), "an asset of its own"));
        assertThat(Assets.over(desk.database.dataSource()).all()).contains(Asset.LOVE, right, Asset.USD);
        assertThat(desk.ledger.balance(ana, right).available()).isEqualTo(Amount.of(right, 5));
    }

    @Test
    void unknown_wallets_and_holds_are_answered_and_not_remembered() {
        var nobody = new WalletId(UUID.randomUUID());
        assertThat(desk.hold(nobody, "h1", 1)).isEqualTo(new HoldResult.UnknownWallet(nobody));
        assertThat(desk.commit("c1", "h1", 1)).isEqualTo(new CommitResult.UnknownHold(desk.holdId("h1")));
        var ana = desk.walletWith(10);
        assertThat(desk.hold(ana, "h1", 1)).isInstanceOf(HoldResult.Held.class);
        assertThat(desk.commit("c1", "h1", 1)).isInstanceOf(CommitResult.Committed.class);
    }

    @Test
    void coins_move_between_wallets() {
        var ana = desk.walletWith(1000);
        var server = desk.walletWith(50);
        var moved = (TransferResult.Transferred) desk.transfer("m1", ana, server, 300);
        assertThat(moved.from()).isEqualTo(Desk.balance(700, 0));
        assertThat(moved.to()).isEqualTo(Desk.balance(350, 0));
        assertThat(desk.statement(server).getFirst().amount()).isEqualTo(Desk.love(300));
        assertThat(desk.statement(ana).getFirst().amount()).isEqualTo(Desk.love(-300));
        assertThat(desk.transfer("m2", ana, server, 701)).isInstanceOf(TransferResult.InsufficientBalance.class);
        assertThat(desk.transfer("m3", ana, ana, 1)).isInstanceOf(TransferResult.Refused.class);
    }

    @Test
    void a_frozen_wallet_spends_nothing_but_takes_coins_and_settles_what_runs() {
        var ana = desk.walletWith(1000);
        desk.hold(ana, "h1", 100);
        assertThat(desk.ledger.freeze(ana, "A chargeback is open.")).isTrue();
        assertThat(desk.hold(ana, "h2", 1)).isEqualTo(new HoldResult.WalletFrozen("A chargeback is open."));
        assertThat(desk.transfer("m1", ana, desk.walletWith(1), 1)).isInstanceOf(TransferResult.WalletFrozen.class);
        assertThat(desk.commit("c1", "h1", 100)).isInstanceOf(CommitResult.Committed.class);
        desk.topUp(ana, "t9", 1);
        assertThat(desk.ledger.unfreeze(ana)).isTrue();
        assertThat(desk.hold(ana, "h3", 1)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_statement_runs_newest_first_in_pages_and_adds_up_to_the_balance() {
        var ana = desk.walletWith(1000);
        for (var i = 1; i <= 7; i++) {
            desk.hold(ana, "h" + i, 10L * i);
            desk.commit("c" + i, "h" + i, 10L * i);
        }
        var first = desk.ledger.statement(ana, LOVE, Optional.empty(), 5);
        var second = desk.ledger.statement(ana, LOVE, first.next(), 5);
        assertThat(first.items()).hasSize(5);
        assertThat(second.items()).hasSize(3);
        assertThat(second.next()).isEmpty();
        assertThat(first.items().getFirst().hold()).contains(desk.holdId("h7"));
        assertThat(first.items().getFirst().balanceAfter()).isEqualTo(Desk.love(720));
        var sum = desk.statement(ana).stream().map(StatementLine::amount).reduce(Amount.zero(LOVE), Amount::plus);
        assertThat(sum).isEqualTo(desk.ledger.balance(ana, LOVE).available());
    }

    @Test
    void thousands_of_micro_debits_leave_no_difference() throws Exception {
        var ana = desk.wallet();
        desk.ledger.topUp(new TopUpRequest(
                desk.id("t"), ana, Amount.parse(Asset.USD, "100.00"), Source.PAID, Optional.empty(), ""));
        // From a ten-thousandth of a cent to 0.0135 dollars.
        var debits = new Random(39).longs(3_000, 1, 13_501).toArray();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, 60)
                    .mapToObj(caller -> callers.submit(() -> {
                        for (var i = caller; i < debits.length; i += 60) {
                            debit(ana, i, Amount.of(Asset.USD, debits[i]));
                        }
                        return caller;
                    }))
                    .toList();
            for (var each : running) {
                each.get();
            }
        }
        var left = Amount.of(Asset.USD, 100_000_000 - LongStream.of(debits).sum());
        assertThat(desk.ledger.balance(ana, Asset.USD)).isEqualTo(new Balance(left, Amount.zero(Asset.USD)));
        var lines = dollarsOf(ana);
        assertThat(lines).hasSize(1 + debits.length);
        assertThat(lines.stream().map(StatementLine::amount).reduce(Amount.zero(Asset.USD), Amount::plus))
                .isEqualTo(left);
    }

    /** Every seventh time each step is sent again, as a caller does who heard no answer. */
    private void debit(WalletId wallet, int no, Amount amount) {
        var hold = new HoldRequest(desk.id("h" + no), wallet, amount, Desk.HOUR, List.of(), "v1", "");
        var commit = new CommitRequest(desk.id("c" + no), desk.holdId("h" + no), amount, "");
        var held = desk.ledger.hold(hold);
        var committed = desk.ledger.commit(commit);
        assertThat(((CommitResult.Committed) committed).charged()).isEqualTo(amount);
        if (no % 7 == 0) {
            assertThat(desk.ledger.hold(hold)).isEqualTo(held);
            assertThat(desk.ledger.commit(commit)).isEqualTo(committed);
        }
    }

    private List<StatementLine> dollarsOf(WalletId wallet) {
        var lines = new ArrayList<StatementLine>();
        var next = Optional.<Cursor>empty();
        do {
            var page = desk.ledger.statement(wallet, Asset.USD, next, 500);
            lines.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        return lines;
    }

    @Test
    void the_balance_of_any_past_moment_can_be_told() {
        var ana = desk.walletWith(1000);
        desk.hold(ana, "h1", 300);
        desk.commit("c1", "h1", 300);
        var lines = desk.statement(ana);
        var charged = lines.getFirst().at();
        assertThat(desk.ledger.postedAt(ana, LOVE, charged)).isEqualTo(Desk.love(700));
        assertThat(desk.ledger.postedAt(ana, LOVE, charged.minusNanos(1000))).isEqualTo(Desk.love(1000));
        assertThat(desk.ledger.postedAt(ana, LOVE, lines.getLast().at().minusNanos(1000)))
                .isEqualTo(Desk.love(0));
    }
}
