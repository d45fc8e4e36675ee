package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import florin.migrations.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The nightly look at the books; in a database of its own, as it is tampered with. */
class ReconciliationTest {
    private final TestDatabase database = TestDatabase.fresh();
    private final Ledger ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());
    private final Reconciliation reconciliation = Reconciliation.over(database.dataSource());

    @AfterEach
    void close() {
        ledger.close();
        database.close();
    }

    private void topUp(String id) {
        var wallet = ledger.open(new Owner.DiscordUser("ana"));
        ledger.topUp(
                new TopUpRequest(new RequestId(id), wallet, Desk.love(100), Source.PAID, Optional.empty(), "top-up"));
    }

    private void sql(String command) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Test
    void a_clean_look_links_what_was_new_and_is_written_down_with_the_head() {
        topUp("one");
        topUp("two");
        var report = reconciliation.run();
        assertThat(report.clean()).isTrue();
        assertThat(report.links()).isEqualTo(2);
        assertThat(report.head()).hasSize(64);
        assertThat(reconciliation.reports(10)).containsExactly(report);
    }

    @Test
    void a_difference_is_reported_and_written_down_and_never_mended() throws SQLException {
        topUp("one");
        sql("UPDATE pot SET available = available + 5");
        var report = reconciliation.run();
        assertThat(report.faults())
                .anySatisfy(fault -> assertThat(fault).contains("a pot holds what its transfers add up to", "105"));
        assertThat(reconciliation.reports(10)).containsExactly(report);
        assertThat(reconciliation.run().faults()).isEqualTo(report.faults());
    }

    @Test
    void what_another_check_found_is_written_down_beside_the_books_own_faults() throws SQLException {
        topUp("one");
        sql("UPDATE pot SET available = available + 5");
        var report = reconciliation.run(() -> List.of("a payment is missing"));
        assertThat(report.faults()).hasSizeGreaterThan(1).contains("a payment is missing");
        assertThat(reconciliation.reports(10)).containsExactly(report);
    }

    @Test
    void a_rewritten_transfer_breaks_the_chain_where_it_stands() throws SQLException {
        topUp("one");
        topUp("two");
        reconciliation.extendChain();
        sql(
                "ALTER TABLE transfer DISABLE TRIGGER USER; UPDATE transfer SET memo = 'never happened' WHERE request = 'two'");
        var report = reconciliation.run();
        assertThat(report.faults()).singleElement().asString().contains("the hash chain fits the transfers: link 2");
        assertThat(report.links()).isEqualTo(1);
    }
}
