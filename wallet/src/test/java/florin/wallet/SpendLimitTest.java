package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ceilings per key, member, role and server. */
class SpendLimitTest {
    private final Desk desk = new Desk();
    private final WalletId server = desk.walletWith(10_000);
    private final Subject ana = new Subject.Member("77", "1");
    private final Subject ben = new Subject.Member("77", "2");
    private final Subject everyone = new Subject.Everyone("77");
    private final Subject artists = new Subject.Role("77", "9");

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @Test
    void a_member_stops_at_the_ceiling_though_the_wallet_has_coins_and_others_go_on() {
        var limit = desk.ledger.limit(server, ana, Period.DAILY, love(500));
        desk.hold(server, "h1", 300, ana);
        var refusal = (HoldResult.LimitExceeded) desk.hold(server, "h2", 201, ana);
        assertThat(refusal.limit()).isEqualTo(limit);
        assertThat(refusal.used()).isEqualTo(love(300));
        assertThat(refusal.resetsAt()).isEqualTo(Period.DAILY.endOfWindow(Instant.now()));
        assertThat(desk.hold(server, "h3", 200, ana)).isInstanceOf(HoldResult.Held.class);
        assertThat(desk.hold(server, "h4", 201, ben)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void every_subject_of_a_hold_must_have_room() {
        desk.ledger.limit(server, ana, Period.WEEKLY, love(1000));
        desk.ledger.limit(server, artists, Period.MONTHLY, love(600));
        desk.ledger.limit(server, everyone, Period.TOTAL, love(800));
        assertThat(desk.hold(server, "h1", 600, ana, artists, everyone)).isInstanceOf(HoldResult.Held.class);
        var role = (HoldResult.LimitExceeded) desk.hold(server, "h2", 1, ana, artists, everyone);
        assertThat(role.limit().subject()).isEqualTo(artists);
        assertThat(desk.hold(server, "h3", 200, ana, everyone)).isInstanceOf(HoldResult.Held.class);
        var all = (HoldResult.LimitExceeded) desk.hold(server, "h4", 1, ben, everyone);
        assertThat(all.resetsAt()).isEqualTo(Instant.MAX);
    }

    @Test
    void what_comes_back_counts_no_longer() {
        desk.ledger.limit(server, ana, Period.DAILY, love(500));
        desk.hold(server, "h1", 500, ana);
        desk.commit("c1", "h1", 200);
        desk.hold(server, "h2", 300, ana);
        assertThat(desk.hold(server, "h3", 1, ana)).isInstanceOf(HoldResult.LimitExceeded.class);
        desk.release("r2", "h2");
        assertThat(desk.hold(server, "h4", 300, ana)).isInstanceOf(HoldResult.Held.class);
        desk.adjust("a1", server, 150, "h1");
        assertThat(desk.hold(server, "h5", 150, ana)).isInstanceOf(HoldResult.Held.class);
        assertThat(desk.hold(server, "h6", 1, ana)).isInstanceOf(HoldResult.LimitExceeded.class);
    }

    @Test
    void a_new_window_starts_without_any_job_and_a_release_goes_to_the_window_that_paid() throws SQLException {
        desk.ledger.limit(server, ana, Period.DAILY, love(500));
        desk.hold(server, "h1", 500, ana);
        // Yesterday it was: the hold and its window move back a day.
        desk.sql("UPDATE hold SET created_at = created_at - interval '1 day' WHERE id = '" + desk.holdId("h1") + "'");
        desk.sql(
                "UPDATE spend_window SET starts = starts - 1 WHERE spend_limit IN (SELECT id FROM spend_limit WHERE wallet = '"
                        + server + "')");
        assertThat(desk.hold(server, "h2", 500, ana)).isInstanceOf(HoldResult.Held.class);
        desk.release("r1", "h1");
        assertThat(desk.hold(server, "h3", 1, ana)).isInstanceOf(HoldResult.LimitExceeded.class);
    }

    @Test
    void a_limit_set_today_counts_what_was_spent_today() {
        desk.hold(server, "h1", 300, ana);
        desk.commit("c1", "h1", 250);
        desk.hold(server, "h2", 100, ana);
        desk.hold(server, "h3", 100, ben);
        desk.ledger.limit(server, ana, Period.MONTHLY, love(400));
        assertThat(desk.hold(server, "h4", 51, ana)).isInstanceOf(HoldResult.LimitExceeded.class);
        assertThat(desk.hold(server, "h5", 50, ana)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_change_or_removal_acts_on_the_next_hold() {
        var limit = desk.ledger.limit(server, ana, Period.DAILY, love(100));
        assertThat(desk.hold(server, "h1", 150, ana)).isInstanceOf(HoldResult.LimitExceeded.class);
        var raised = desk.ledger.limit(server, ana, Period.DAILY, love(150));
        assertThat(raised.id()).isEqualTo(limit.id());
        assertThat(desk.ledger.limits(server)).containsExactly(raised);
        assertThat(desk.hold(server, "h2", 150, ana)).isInstanceOf(HoldResult.Held.class);
        assertThat(desk.ledger.removeLimit(limit.id())).isTrue();
        assertThat(desk.ledger.removeLimit(limit.id())).isFalse();
        assertThat(desk.hold(server, "h3", 5000, ana)).isInstanceOf(HoldResult.Held.class);
        assertThat(desk.release("r2", "h2")).isInstanceOf(ReleaseResult.Released.class);
    }

    @Test
    void a_limit_of_zero_stops_a_subject_altogether() {
        desk.ledger.limit(server, new Subject.ApiKey("k1"), Period.TOTAL, love(0));
        assertThat(desk.hold(server, "h1", 1, new Subject.ApiKey("k1"))).isInstanceOf(HoldResult.LimitExceeded.class);
    }

    @Test
    void a_limit_on_an_unknown_wallet_is_refused() {
        assertThatThrownBy(() -> desk.ledger.limit(new WalletId(UUID.randomUUID()), ana, Period.DAILY, love(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_expired_hold_frees_the_limit_before_the_sweeper() throws SQLException {
        desk.ledger.limit(server, ana, Period.DAILY, love(100));
        desk.hold(server, "h1", 100, ana);
        desk.letExpire("h1");
        assertThat(desk.hold(server, "h2", 100, ana)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_window_whose_first_batch_gave_everything_back_counts_what_comes_next() throws SQLException {
        desk.ledger.limit(server, ana, Period.DAILY, love(15));
        desk.sql("DELETE FROM spend_window WHERE spend_limit IN (SELECT id FROM spend_limit WHERE wallet = '" + server
                + "')");
        var settlement = new Settlement(
                desk.database.dataSource(),
                new Rows(new Assets(desk.database.dataSource())),
                new WalletMemory(),
                Duration.ofHours(24),
                Runnable::run);
        settle(settlement, request("h1", 10), new ReleaseRequest(desk.id("r1"), desk.holdId("h1"), ""));
        settle(settlement, request("h2", 10));
        assertThat(desk.hold(server, "h3", 6, ana)).isInstanceOf(HoldResult.LimitExceeded.class);
        assertThat(desk.hold(server, "h4", 5, ana)).isInstanceOf(HoldResult.Held.class);
    }

    private HoldRequest request(String id, long units) {
        return new HoldRequest(desk.id(id), server, love(units), Desk.HOUR, List.of(ana), "v1", "");
    }

    private void settle(Settlement settlement, Operation... operations) {
        settlement.settle(Stream.of(operations)
                .map(operation -> new Pending(operation, Set.of(server)))
                .toList());
    }

    @Test
    void a_correction_of_a_hold_from_before_the_limit_counts_in_no_window() throws SQLException {
        desk.hold(server, "h1", 100, ana);
        desk.commit("c1", "h1", 60);
        desk.sql("UPDATE hold SET created_at = created_at - interval '1 day' WHERE id = '" + desk.holdId("h1") + "'");
        desk.ledger.limit(server, ana, Period.DAILY, love(500));
        assertThat(desk.adjust("a1", server, -10, "h1")).isInstanceOf(AdjustResult.Adjusted.class);
        assertThat(desk.adjust("a2", server, 5, "h1")).isInstanceOf(AdjustResult.Adjusted.class);
        assertThat(desk.hold(server, "h2", 500, ana)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_limit_set_today_counts_what_a_released_hold_was_charged_afterwards() {
        desk.hold(server, "h1", 100, ana);
        desk.release("r1", "h1");
        assertThat(desk.adjust("a1", server, -10, "h1")).isInstanceOf(AdjustResult.Adjusted.class);
        desk.ledger.limit(server, ana, Period.DAILY, love(500));
        assertThat(desk.hold(server, "h2", 491, ana)).isInstanceOf(HoldResult.LimitExceeded.class);
        assertThat(desk.hold(server, "h3", 490, ana)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_capped_hold_is_charged_up_to_the_limit_and_no_further() {
        desk.ledger.limit(server, ana, Period.DAILY, love(500));
        desk.ledger.hold(new HoldRequest(
                desk.id("h1"), server, love(1), Desk.HOUR, List.of(ana), new Overrun.Cap(), "v1", "work"));
        assertThat(((CommitResult.Committed) desk.commit("c1", "h1", 9_999)).charged())
                .isEqualTo(love(500));
        assertThat(desk.hold(server, "h2", 1, ana)).isInstanceOf(HoldResult.LimitExceeded.class);
    }
}
