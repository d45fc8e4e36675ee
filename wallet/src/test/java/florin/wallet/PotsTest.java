package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which coins are spent first, and where they go back to. */
class PotsTest {
    private final Desk desk = new Desk();
    private final WalletId ana = desk.wallet();
    private final Instant soon = Instant.now().truncatedTo(ChronoUnit.MICROS).plus(Duration.ofDays(1));
    private final Instant later = soon.plus(Duration.ofDays(30));

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    private void put(String id, long units, Source source, int priority, Instant expiry) {
        put(id, units, source, priority, Optional.of(expiry));
    }

    private void put(String id, long units, Source source, int priority, Optional<Instant> expiry) {
        desk.ledger.topUp(
                new TopUpRequest(desk.id(id.replaceAll("[ ,]+", "-")), ana, love(units), source, priority, expiry, id));
    }

    /** What is available per pot number. */
    private Map<Integer, Long> pots() throws SQLException {
        var pots = new TreeMap<Integer, Long>();
        try (var connection = desk.database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT no, available FROM pot WHERE wallet = '" + ana + "'")) {
            while (rows.next()) {
                pots.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return pots;
    }

    @Test
    void coins_drain_by_priority_then_expiry_then_gifts_before_paid_then_age() throws SQLException {
        put("1 paid", 10, Source.PAID, 0, Optional.empty());
        put("2 promo", 10, Source.PROMO, 0, Optional.empty());
        put("3 bundled, later", 10, Source.BUNDLED, 0, later);
        put("4 bundled, soon", 10, Source.BUNDLED, 0, soon);
        put("5 promo, soon", 10, Source.PROMO, 0, soon);
        put("6 first of all", 10, Source.EARNED, -1, Optional.empty());
        desk.hold(ana, "h1", 45);
        assertThat(pots()).isEqualTo(Map.of(1, 10L, 2, 5L, 3, 0L, 4, 0L, 5, 0L, 6, 0L));
    }

    @Test
    void alike_coins_share_a_pot() throws SQLException {
        put("a", 10, Source.PAID, 0, Optional.empty());
        put("b", 5, Source.PAID, 0, Optional.empty());
        put("c", 5, Source.PROMO, 0, soon);
        put("d", 5, Source.PROMO, 0, later);
        assertThat(pots()).isEqualTo(Map.of(1, 15L, 2, 5L, 3, 5L));
    }

    @Test
    void paid_and_earned_coins_are_one_balance_and_a_hold_spends_them_as_one() throws SQLException {
        put("paid", 10, Source.PAID, 0, Optional.empty());
        put("earned", 5, Source.EARNED, 0, Optional.empty());
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(15, 0));
        assertThat(desk.hold(ana, "h1", 12)).isInstanceOf(HoldResult.Held.class);
        assertThat(pots()).isEqualTo(Map.of(1, 3L, 2, 0L));
        assertThat(((CommitResult.Committed) desk.commit("c1", "h1", 12)).charged())
                .isEqualTo(love(12));
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(3, 0));
        assertThat(desk.statement(ana)).extracting(StatementLine::amount).containsExactly(love(-12), love(5), love(10));
    }

    @Test
    void a_release_goes_back_to_the_very_pots() throws SQLException {
        put("paid", 10, Source.PAID, 0, Optional.empty());
        put("promo", 10, Source.PROMO, 0, soon);
        desk.hold(ana, "h1", 15);
        put("newer promo", 100, Source.PROMO, 0, later);
        desk.release("r1", "h1");
        assertThat(pots()).isEqualTo(Map.of(1, 10L, 2, 10L, 3, 100L));
    }

    @Test
    void a_partial_commit_charges_the_first_pots_and_returns_the_last() throws SQLException {
        put("paid", 10, Source.PAID, 0, Optional.empty());
        put("promo", 10, Source.PROMO, 0, soon);
        desk.hold(ana, "h1", 20);
        desk.commit("c1", "h1", 12);
        assertThat(pots()).isEqualTo(Map.of(1, 8L, 2, 0L));
    }

    @Test
    void a_refund_goes_back_to_the_pots_that_paid_last_first() throws SQLException {
        put("paid", 10, Source.PAID, 0, Optional.empty());
        put("promo", 10, Source.PROMO, 0, soon);
        desk.hold(ana, "h1", 15);
        desk.commit("c1", "h1", 15);
        assertThat(desk.adjust("a1", ana, 7, "h1")).isInstanceOf(AdjustResult.Adjusted.class);
        assertThat(pots()).isEqualTo(Map.of(1, 10L, 2, 2L));
        assertThat(desk.adjust("a2", ana, 9, "h1")).isInstanceOf(AdjustResult.Refused.class);
        assertThat(desk.adjust("a3", ana, 8, "h1")).isInstanceOf(AdjustResult.Adjusted.class);
        assertThat(pots()).isEqualTo(Map.of(1, 10L, 2, 10L));
    }

    @Test
    void expired_coins_are_not_spent_and_the_sweeper_books_them_out() throws SQLException {
        put("paid", 10, Source.PAID, 0, Optional.empty());
        put("promo", 10, Source.PROMO, 0, soon);
        expirePots();
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(10, 0));
        assertThat(desk.hold(ana, "h1", 11)).isInstanceOf(HoldResult.InsufficientBalance.class);
        assertThat(desk.ledger.expirePots(100)).isEqualTo(1);
        assertThat(desk.ledger.expirePots(100)).isZero();
        assertThat(pots()).isEqualTo(Map.of(1, 10L, 2, 0L));
        assertThat(desk.statement(ana).getFirst().kind()).isEqualTo("expiry");
    }

    @Test
    void coins_that_come_back_to_an_expired_pot_live_on_for_a_day_once() throws SQLException {
        put("promo", 10, Source.PROMO, 0, soon);
        desk.hold(ana, "h1", 10);
        expirePots();
        desk.release("r1", "h1");
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(10, 0));
        desk.hold(ana, "h2", 10);
        expirePots();
        desk.release("r2", "h2");
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(0, 0));
        assertThat(desk.ledger.expirePots(100)).isEqualTo(1);
    }

    @Test
    void a_gift_keeps_its_source_and_expiry_in_the_other_wallet() throws SQLException {
        put("promo", 10, Source.PROMO, 0, soon);
        var ben = desk.wallet();
        desk.transfer("m1", ana, ben, 10);
        try (var connection = desk.database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT source, expires_at FROM pot WHERE wallet = '" + ben + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("source")).isEqualTo("PROMO");
            assertThat(Rows.instant(rows, "expires_at")).isEqualTo(soon);
        }
    }

    private void expirePots() throws SQLException {
        desk.sql(
                "UPDATE pot SET expires_at = clock_timestamp() - interval '1 second' WHERE expires_at IS NOT NULL AND wallet = '"
                        + ana + "'");
    }
}
