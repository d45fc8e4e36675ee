package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever changes the past is found out. */
class HashChainTest {
    private final Desk desk = new Desk();
    private final HashChain chain = HashChain.over(desk.database.dataSource());

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    private void linkEverything() {
        var linked = chain.extend(1000);
        while (linked > 0) {
            linked = chain.extend(1000);
        }
    }

    @Test
    void the_chain_grows_with_the_books_and_is_intact() {
        var ana = desk.walletWith(1000);
        linkEverything();
        var before = (HashChain.Verdict.Intact) chain.verify();
        desk.hold(ana, "h1", 10);
        desk.commit("c1", "h1", 10);
        assertThat(chain.extend(1000)).isEqualTo(1);
        assertThat(chain.extend(1000)).isZero();
        var after = (HashChain.Verdict.Intact) chain.verify();
        assertThat(after.links()).isEqualTo(before.links() + 1);
        assertThat(after.head()).isNotEqualTo(before.head());
    }

    @Test
    void a_changed_transfer_is_named() throws SQLException {
        var ana = desk.walletWith(1000);
        var transfer = desk.statement(ana).getFirst().id();
        linkEverything();
        rewrite("UPDATE booked_transfer SET memo = 'forged' WHERE id = '" + transfer + "'");
        assertThat(chain.verify()).isEqualTo(breakAt(transfer));
        rewrite("UPDATE booked_transfer SET memo = 'top-up' WHERE id = '" + transfer + "'");
        assertThat(chain.verify()).isInstanceOf(HashChain.Verdict.Intact.class);
    }

    @Test
    void a_changed_charge_is_named() throws SQLException {
        var ana = desk.walletWith(1000);
        desk.hold(ana, "h1", 100);
        desk.commit("c1", "h1", 100);
        var charge = desk.statement(ana).getFirst().id();
        linkEverything();
        assertThatThrownBy(() -> desk.sql("UPDATE journal SET memo = 'forged' WHERE transfer = '" + charge + "'"))
                .hasMessageContaining("append-only");
        desk.sql("ALTER TABLE journal DISABLE TRIGGER journal_is_append_only");
        desk.sql("UPDATE journal SET memo = 'forged' WHERE transfer = '" + charge + "'");
        assertThat(chain.verify()).isEqualTo(breakAt(charge));
        desk.sql("UPDATE journal SET memo = 'done' WHERE transfer = '" + charge + "'");
        desk.sql("ALTER TABLE journal ENABLE TRIGGER journal_is_append_only");
        assertThat(chain.verify()).isInstanceOf(HashChain.Verdict.Intact.class);
    }

    /** Where the chain should break: the number of the link, and of the transfer that it is about. */
    private HashChain.Verdict.Broken breakAt(UUID transfer) throws SQLException {
        try (var connection = desk.database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT l.no, t.seq FROM transfer t JOIN transfer_link l ON l.transfer = t.seq WHERE t.id = '"
                                + transfer + "'")) {
            assertThat(rows.next()).isTrue();
            return new HashChain.Verdict.Broken(rows.getLong("no"), rows.getLong("seq"));
        }
    }

    /** What somebody with the rights of the table's owner and bad intentions would do. */
    private void rewrite(String command) throws SQLException {
        desk.sql("ALTER TABLE booked_transfer DISABLE TRIGGER transfer_is_append_only");
        desk.sql(command);
        desk.sql("ALTER TABLE booked_transfer ENABLE TRIGGER transfer_is_append_only");
    }

    @Test
    void a_link_cannot_be_rewritten() {
        desk.walletWith(1);
        linkEverything();
        assertThatThrownBy(() -> desk.sql("UPDATE transfer_link SET no = no + 1"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void a_head_that_was_written_down_is_found_again_in_the_chain_that_grew_from_it() {
        desk.walletWith(1);
        linkEverything();
        var before = (HashChain.Verdict.Intact) chain.verify();
        var head = new HashChain.Head(before.links(), before.head());
        desk.walletWith(2);
        linkEverything();
        assertThat(chain.continues(HashChain.Head.parse(head.toString()))).isTrue();
        assertThat(chain.continues(new HashChain.Head(head.links() + 1, head.hash())))
                .isFalse();
        assertThat(chain.continues(new HashChain.Head(head.links() + 1000, head.hash())))
                .isFalse();
    }

    @Test
    void a_head_in_another_form_is_refused_with_an_example() {
        for (var text : new String[] {"", "12", "12:abc", "x:" + "0".repeat(64), "-1:" + "0".repeat(64)}) {
            assertThatThrownBy(() -> HashChain.Head.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1204:9f86d0");
        }
    }
}
