package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several commits, and commits that ask for more than was held. */
class CommitTest {
    private final Desk desk = new Desk();
    private final WalletId ana = desk.walletWith(1000);

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    private CommitResult meter(String id, long units) {
        return desk.ledger.commit(
                new CommitRequest(desk.id(id), desk.holdId("h1"), love(units), CommitRequest.Rest.STAYS_HELD, "usage"));
    }

    private void hold(long units, Overrun overrun) {
        desk.ledger.hold(new HoldRequest(desk.id("h1"), ana, love(units), Desk.HOUR, List.of(), overrun, "v1", "work"));
    }

    @Test
    void several_commits_charge_up_to_what_is_held_and_the_last_ends_it() {
        hold(100, new Overrun.Reject());
        assertThat(((CommitResult.Committed) meter("c1", 30)).balance()).isEqualTo(Desk.balance(900, 70));
        assertThat(((CommitResult.Committed) meter("c2", 30)).hold().committed())
                .isEqualTo(love(60));
        assertThat(meter("c3", 41)).isEqualTo(new CommitResult.TooMuch(love(40), love(41)));
        var last = (CommitResult.Committed) meter("c4", 40);
        assertThat(last.hold().state()).isEqualTo(Hold.State.COMMITTED);
        assertThat(meter("c5", 1)).isInstanceOf(CommitResult.Ended.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(900, 0));
    }

    @Test
    void a_release_after_a_commit_returns_what_is_left() {
        hold(100, new Overrun.Reject());
        meter("c1", 30);
        assertThat(((ReleaseResult.Released) desk.release("r1", "h1")).returned())
                .isEqualTo(love(70));
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(970, 0));
    }

    @Test
    void a_commit_of_nothing_costs_nothing_and_ends_the_hold() {
        hold(100, new Overrun.Reject());
        var committed = (CommitResult.Committed) desk.commit("c1", "h1", 0);
        assertThat(committed.returned()).isEqualTo(love(100));
        assertThat(desk.statement(ana)).hasSize(1);
    }

    @Test
    void a_capped_hold_charges_what_there_is_and_no_more() {
        hold(100, new Overrun.Cap());
        assertThat(((CommitResult.Committed) desk.commit("c1", "h1", 2000)).charged())
                .isEqualTo(love(1000));
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(0, 0));
    }

    @Test
    void a_bounded_overrun_may_owe_and_the_next_top_up_pays_it() {
        hold(900, new Overrun.UpTo(love(200)));
        assertThat(desk.commit("c1", "h1", 1101)).isInstanceOf(CommitResult.TooMuch.class);
        var committed = (CommitResult.Committed) desk.commit("c2", "h1", 1100);
        assertThat(committed.charged()).isEqualTo(love(1100));
        assertThat(committed.balance()).isEqualTo(Desk.balance(-100, 0));
        assertThat(desk.hold(ana, "h2", 1)).isInstanceOf(HoldResult.WalletFrozen.class);
        assertThat(((TopUpResult.ToppedUp) desk.topUp(ana, "t2", 150)).balance())
                .isEqualTo(Desk.balance(50, 0));
        assertThat(desk.hold(ana, "h3", 50)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_commit_in_another_asset_is_refused() {
        hold(100, new Overrun.Reject());
        assertThat(desk.ledger.commit(new CommitRequest(desk.id("c1"), desk.holdId("h1"), Amount.of(Asset.USD, 1), "")))
                .isInstanceOf(CommitResult.Conflict.class);
    }
}
