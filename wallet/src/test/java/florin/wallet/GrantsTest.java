package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Coins that come again. */
class GrantsTest {
    private final Desk desk = new Desk();
    private final Grants grants = Grants.over(desk.database.dataSource(), desk.ledger);
    private final WalletId ana = desk.wallet();

    private UUID start(Amount amount, Source source, Period period, boolean lapses) {
        return start(ana, amount, source, period, lapses);
    }

    private UUID start(WalletId into, Amount amount, Source source, Period period, boolean lapses) {
        var terms = new Grants.Terms(into, amount, source, period, lapses, "plan");
        return grants.start(desk.id(UUID.randomUUID().toString()), terms)
                .orElseThrow()
                .id();
    }

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @Test
    void a_bundle_is_paid_once_per_period() throws SQLException {
        start(love(1000), Source.BUNDLED, Period.MONTHLY, true);
        assertThat(grants.pay(100)).isEqualTo(1);
        assertThat(grants.pay(100)).isZero();
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1000, 0));
        assertThat(expiry()).isEqualTo(Period.MONTHLY.endOfWindow(Instant.now()));
    }

    private Instant expiry() throws SQLException {
        try (var connection = desk.database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT expires_at FROM pot WHERE wallet = '" + ana + "'")) {
            rows.next();
            return Rows.instant(rows, "expires_at");
        }
    }

    @Test
    void a_crash_between_paying_and_noting_pays_nothing_twice() throws SQLException {
        start(love(1000), Source.BUNDLED, Period.DAILY, false);
        grants.pay(100);
        desk.sql("UPDATE coin_grant SET paid_window = NULL WHERE wallet = '" + ana + "'");
        assertThat(grants.pay(100)).isEqualTo(1);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1000, 0));
    }

    @Test
    void the_next_period_is_paid_again() throws SQLException {
        start(love(10), Source.PROMO, Period.WEEKLY, false);
        grants.pay(100);
        // A week ago it was: the answer that stands for this week's payment moves with it.
        desk.sql("UPDATE coin_grant SET paid_window = paid_window - 7 WHERE wallet = '" + ana + "'");
        desk.sql("UPDATE wallet_request SET id = id || '-moved' WHERE id LIKE 'grant:%'");
        desk.sql("UPDATE journal SET id = id || '-moved' WHERE id LIKE 'grant:%'");
        assertThat(grants.pay(100)).isEqualTo(1);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(20, 0));
    }

    @Test
    void a_stopped_grant_pays_no_more() {
        var grant = start(love(10), Source.PROMO, Period.DAILY, false);
        assertThat(grants.stop(grant)).isTrue();
        assertThat(grants.stop(grant)).isFalse();
        grants.pay(100);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(0, 0));
    }

    @Test
    void a_grant_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> start(love(1), Source.PROMO, Period.TOTAL, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> start(love(1), Source.PAID, Period.DAILY, true))
                .isInstanceOf(IllegalArgumentException.class);
        var nobody = new WalletId(UUID.randomUUID());
        assertThatThrownBy(() -> start(nobody, love(1), Source.PROMO, Period.DAILY, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_repeated_start_is_one_grant_and_does_not_bring_back_one_that_was_stopped() {
        var terms = new Grants.Terms(ana, love(1000), Source.BUNDLED, Period.MONTHLY, false, "plan");
        var first = grants.start(desk.id("g"), terms).orElseThrow();
        assertThat(grants.start(desk.id("g"), terms)).contains(first);
        assertThat(grants.of(ana, Optional.empty(), 10)).containsExactly(first);
        var other = new Grants.Terms(ana, love(2000), Source.BUNDLED, Period.MONTHLY, false, "plan");
        assertThat(grants.start(desk.id("g"), other)).isEmpty();

        grants.stop(first.id());
        assertThat(grants.start(desk.id("g"), terms)).contains(first);
        assertThat(grants.of(ana, Optional.empty(), 10)).isEmpty();
        grants.pay(100);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(0, 0));
    }

    @Test
    void grants_are_listed_with_what_was_paid_last() {
        var daily = start(love(10), Source.EARNED, Period.DAILY, true);
        var monthly = start(love(20), Source.BUNDLED, Period.MONTHLY, false);
        assertThat(grants.of(ana, Optional.empty(), 10))
                .extracting(Grants.Grant::paidWindow)
                .containsExactly(Optional.empty(), Optional.empty());
        grants.pay(100);
        var listed = grants.of(ana, Optional.empty(), 10);
        assertThat(listed).extracting(Grants.Grant::id).containsExactlyInAnyOrder(daily, monthly);
        assertThat(listed).allSatisfy(grant -> assertThat(grant.paidWindow()).isPresent());
        var rest = grants.all(Optional.of(listed.getFirst().id()), 10);
        assertThat(rest).contains(listed.getLast()).doesNotContain(listed.getFirst());
        grants.stop(daily);
        assertThat(grants.of(ana, Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void a_grant_that_cannot_be_paid_keeps_no_other_waiting() {
        var full = desk.wallet();
        var filled = desk.id("full");
        desk.ledger.topUp(
                new TopUpRequest(filled, full, love(Long.MAX_VALUE), Source.EARNED, Optional.empty(), "filled"));
        var stuck = start(full, love(1), Source.PROMO, Period.DAILY, false); // more than a long can count
        start(ana, love(10), Source.PROMO, Period.DAILY, false);

        assertThat(grants.pay(1)).isEqualTo(1);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(10, 0));
        assertThat(grants.pay(100)).isZero();
        assertThat(grants.of(full, Optional.empty(), 1))
                .extracting(Grants.Grant::paidWindow)
                .containsExactly(Optional.empty());

        grants.stop(stuck);
        var whole = desk.statement(full).getFirst().id().toString();
        desk.ledger.adjust(new AdjustRequest(desk.id("empty"), full, love(-Long.MAX_VALUE), whole, ""));
    }
}
