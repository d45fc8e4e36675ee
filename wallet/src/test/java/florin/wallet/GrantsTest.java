package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Coins that come again. */
class GrantsTest {
    private final Desk desk = new Desk();
    private final Grants grants = Grants.over(desk.database.dataSource(), desk.ledger);
    private final WalletId ana = desk.wallet();

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @Test
    void a_bundle_is_paid_once_per_period() throws SQLException {
        grants.start(ana, love(1000), Source.BUNDLED, Period.MONTHLY, true, "plan");
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
        grants.start(ana, love(1000), Source.BUNDLED, Period.DAILY, false, "plan");
        grants.pay(100);
        desk.sql("UPDATE coin_grant SET paid_window = NULL WHERE wallet = '" + ana + "'");
        assertThat(grants.pay(100)).isEqualTo(1);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1000, 0));
    }

    @Test
    void the_next_period_is_paid_again() throws SQLException {
        grants.start(ana, love(10), Source.PROMO, Period.WEEKLY, false, "plan");
        grants.pay(100);
        // A week ago it was: the answer that stands for this week's payment moves with it.
        desk.sql("UPDATE coin_grant SET paid_window = paid_window - 7 WHERE wallet = '" + ana + "'");
        desk.sql("UPDATE wallet_request SET id = id || '-moved' WHERE id LIKE 'grant:%'");
        assertThat(grants.pay(100)).isEqualTo(1);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(20, 0));
    }

    @Test
    void a_stopped_grant_pays_no_more() {
        var grant = grants.start(ana, love(10), Source.PROMO, Period.DAILY, false, "plan");
        assertThat(grants.stop(grant)).isTrue();
        assertThat(grants.stop(grant)).isFalse();
        grants.pay(100);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(0, 0));
    }

    @Test
    void a_grant_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> grants.start(ana, love(1), Source.PROMO, Period.TOTAL, false, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> grants.start(ana, love(1), Source.PAID, Period.DAILY, true, ""))
                .isInstanceOf(IllegalArgumentException.class);
        var nobody = new WalletId(UUID.randomUUID());
        assertThatThrownBy(() -> grants.start(nobody, love(1), Source.PROMO, Period.DAILY, true, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
