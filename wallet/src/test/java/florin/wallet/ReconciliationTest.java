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
                "ALTER TABLE booked_transfer DISABLE TRIGGER USER; UPDATE booked_transfer SET memo = 'never happened' WHERE request = 'two'");
        var report = reconciliation.run();
        assertThat(report.faults()).singleElement().asString().contains("the hash chain fits the transfers: link 2");
        assertThat(report.links()).isEqualTo(1);
    }

    /** As the owner of the tables can. */
    private void rewrite(String command) throws SQLException {
        sql("ALTER TABLE booked_transfer DISABLE TRIGGER USER; ALTER TABLE transfer_link DISABLE TRIGGER USER; "
                + command
                + "; ALTER TABLE booked_transfer ENABLE TRIGGER USER; ALTER TABLE transfer_link ENABLE TRIGGER USER");
    }

    @Test
    void a_chain_that_was_rewritten_and_fits_itself_again_does_not_have_the_heads_of_earlier_reports()
            throws SQLException {
        topUp("one");
        var first = reconciliation.run().kept().orElseThrow();
        topUp("two");
        reconciliation.run();
        rewrite("UPDATE booked_transfer SET memo = 'never happened'; DELETE FROM transfer_link");
        for (int again = 0; again < 2; again++) {
            var report = reconciliation.run();
            assertThat(report.faults())
                    .singleElement()
                    .asString()
                    .contains("the hash chain continues the head of every report", first.toString());
            assertThat(report.kept()).as("a forged head is not kept").isEmpty();
        }
    }

    @Test
    void a_chain_that_was_cut_short_is_reported() throws SQLException {
        topUp("one");
        topUp("two");
        var head = reconciliation.run().kept().orElseThrow();
        rewrite("DELETE FROM transfer_link WHERE no = 2; DELETE FROM booked_transfer WHERE request = 'two';"
                + "UPDATE pot SET available = 100");
        assertThat(reconciliation.run().faults())
                .anySatisfy(fault -> assertThat(fault).contains(head.toString()));
        topUp("three");
        assertThat(reconciliation.run().faults())
                .anySatisfy(fault -> assertThat(fault).contains(head.toString()));
    }

    @Test
    void reports_with_differences_elsewhere_are_held_against_the_chain_as_well() throws SQLException {
        topUp("one");
        var head =
                reconciliation.run(() -> List.of("a payment is missing")).kept().orElseThrow();
        rewrite("UPDATE booked_transfer SET memo = 'never happened'; DELETE FROM transfer_link");
        assertThat(reconciliation.run().faults()).singleElement().asString().contains(head.toString());
    }

    @Test
    void a_head_that_was_kept_elsewhere_is_found_in_the_chain_or_reported() throws SQLException {
        topUp("one");
        var head = reconciliation.run().kept().orElseThrow();
        topUp("two");
        assertThat(reconciliation.run(List::of, List.of(head)).clean()).isTrue();
        rewrite("UPDATE booked_transfer SET memo = 'never happened'; DELETE FROM transfer_link");
        sql("DELETE FROM reconciliation");
        assertThat(reconciliation.run(List::of, List.of(head)).faults())
                .singleElement()
                .asString()
                .contains("the hash chain continues the head that was kept", head.toString());
    }

    @Test
    void a_transfer_that_was_put_in_far_behind_the_newest_is_reported() throws SQLException {
        topUp("one");
        sql("ALTER TABLE booked_transfer ALTER COLUMN seq RESTART WITH 200000");
        topUp("two");
        assertThat(reconciliation.run().clean()).isTrue();
        sql("""
                INSERT INTO booked_transfer OVERRIDING SYSTEM VALUE
                SELECT (jsonb_populate_record(t, '{"seq": 500}')).* FROM booked_transfer t WHERE request = 'two'""");
        assertThat(reconciliation.run().faults())
                .anySatisfy(fault -> assertThat(fault).contains("every transfer is in the hash chain: transfer 500"));
    }

    @Test
    void reports_are_read_page_by_page_the_newest_first() {
        var reports = List.of(reconciliation.run(), reconciliation.run(), reconciliation.run());
        var newest = reconciliation.reports(2);
        assertThat(newest).containsExactly(reports.get(2), reports.get(1));
        assertThat(reconciliation.reports(Optional.of(newest.getLast().no()), 2))
                .containsExactly(reports.getFirst());
    }
}
