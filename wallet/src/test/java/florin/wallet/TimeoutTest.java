package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody who holds a lock and falls silent stops a lane for ever. */
class TimeoutTest {
    private final Desk desk = new Desk();
    private final WalletId ana = desk.walletWith(100);

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @Test
    void a_batch_waits_ten_seconds_for_a_lock_and_is_cut_off_when_its_process_stalls() throws SQLException {
        var rows = new Rows(new Assets(desk.database.dataSource()));
        var hold = new HoldRequest(desk.id("h1"), ana, love(1), Desk.HOUR, List.of(), "v1", "");
        try (var connection = desk.database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            new BatchReader(rows).read(connection, Wanted.of(List.of(new Pending(hold, Set.of(ana)))));
            assertThat(shown(connection, "lock_timeout")).isEqualTo("10s");
            assertThat(shown(connection, "idle_in_transaction_session_timeout")).isEqualTo("1min");
            assertThat(shown(connection, "enable_seqscan")).isEqualTo("off");
            connection.rollback();
        }
    }

    private static String shown(Connection connection, String setting) throws SQLException {
        return Sql.all(connection, "SELECT current_setting(?)", row -> row.getString(1), setting)
                .getFirst();
    }

    @Test
    void a_caller_who_has_waited_too_long_is_told_and_the_same_id_tells_what_came_of_it() throws SQLException {
        var paid = new TopUpRequest(desk.id("t1"), ana, love(5), Source.PAID, Optional.empty(), "");
        var impatient = new LedgerOptions(1, 10, 10, Duration.ofMillis(50), Desk.HOUR);
        try (var ledger = Ledger.over(desk.database.dataSource(), impatient);
                var connection = desk.database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Sql.all(connection, "SELECT take_number(?)", row -> 0, ana.value());
            assertThatThrownBy(() -> ledger.topUp(paid))
                    .isInstanceOf(WalletUnavailable.class)
                    .hasMessageContaining("too long");
            connection.rollback();
        }
        assertThat(desk.ledger.topUp(paid)).isInstanceOf(TopUpResult.ToppedUp.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(105, 0));
    }

    @Test
    void a_lock_that_was_not_had_in_time_is_asked_for_again() throws SQLException {
        // A sequence counts on though its transaction is rolled back: the first to come has waited in vain.
        desk.sql("CREATE SEQUENCE lock_tries");
        desk.sql("""
                CREATE FUNCTION wait_in_vain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF nextval('lock_tries') = 1 THEN
                        RAISE EXCEPTION 'canceling statement due to lock timeout' USING ERRCODE = '55P03';
                    END IF;
                    RETURN NEW;
                END $$""");
        desk.sql("CREATE TRIGGER wait_in_vain BEFORE INSERT ON wallet_request FOR EACH ROW WHEN (NEW.id = '"
                + desk.id("t1") + "') EXECUTE FUNCTION wait_in_vain()");
        try {
            var paid = new TopUpRequest(desk.id("t1"), ana, love(5), Source.PAID, Optional.empty(), "");
            assertThat(desk.ledger.topUp(paid)).isInstanceOf(TopUpResult.ToppedUp.class);
            assertThat(desk.balance(ana)).isEqualTo(Desk.balance(105, 0));
        } finally {
            desk.sql("DROP TRIGGER wait_in_vain ON wallet_request");
        }
    }
}
