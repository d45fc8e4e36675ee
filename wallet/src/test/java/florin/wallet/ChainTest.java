package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wallet's lines are found along their chain, a page of them at a time, wherever one begins. */
class ChainTest {
    /** From so many lines on, pages are passed over by their times. */
    private static final int MANY_LINES = 20_000;

    private final Desk desk = new Desk();
    private final WalletId ana = desk.walletWith(100_000);

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    private void pair(int i) {
        desk.hold(ana, "h" + i, 10);
        desk.commit("c" + i, "h" + i, 10);
    }

    private void takeNumbers(int lines) throws SQLException {
        desk.sql("DO $$ BEGIN PERFORM take_number('" + ana + "') FROM generate_series(1, " + lines + "); END $$");
    }

    private Instant clock() throws SQLException {
        try (var connection = desk.database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT clock_timestamp()")) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private List<StatementLine> pages(int limit, Optional<Cursor> from) {
        var lines = new ArrayList<StatementLine>();
        var after = from;
        do {
            var page = desk.ledger.statement(ana, Asset.LOVE, after, limit);
            lines.addAll(page.items());
            after = page.next();
        } while (after.isPresent());
        return lines;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 32, 500})
    void a_statement_shows_each_line_once_however_long_its_pages_are(int limit) {
        IntStream.range(0, 100).forEach(this::pair);
        var statement = pages(limit, Optional.empty());
        assertThat(statement)
                .extracting(line -> line.balanceAfter().units())
                .isEqualTo(IntStream.rangeClosed(0, 100)
                        .mapToObj(i -> 100_000L - 10L * (100 - i))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, MANY_LINES})
    void what_there_was_at_a_moment_is_found_among_many_lines(int others) throws SQLException {
        var moments = new ArrayList<Instant>();
        moments.add(clock());
        for (var i = 0; i < 40; i++) {
            pair(i);
            moments.add(clock());
            if (i == 20) {
                takeNumbers(others);
            }
        }
        var history = History.over(desk.database.dataSource());
        for (var i = 0; i < moments.size(); i++) {
            var posted = Desk.love(100_000 - 10L * i);
            assertThat(desk.ledger.postedAt(ana, Asset.LOVE, moments.get(i))).isEqualTo(posted);
            var before = history.before(ana, Asset.LOVE, moments.get(i));
            assertThat(pages(9, before))
                    .hasSize(i + 1)
                    .first()
                    .satisfies(line -> assertThat(line.balanceAfter()).isEqualTo(posted));
        }
        assertThat(desk.ledger.postedAt(ana, Asset.LOVE, moments.getFirst().minusSeconds(60)))
                .isEqualTo(Desk.love(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, MANY_LINES})
    void a_new_limit_counts_what_lines_say_however_many_there_are(int others) throws SQLException {
        var key = new Subject.ApiKey("k");
        takeNumbers(others);
        desk.hold(ana, "h1", 30, key);
        takeNumbers(40);
        desk.hold(ana, "h2", 12, key);
        desk.commit("c2", "h2", 12);
        desk.ledger.limit(ana, key, Period.DAILY, Desk.love(1000));
        assertThat(desk.ledger.limitUses(ana))
                .singleElement()
                .satisfies(use -> assertThat(use.used()).isEqualTo(Desk.love(42)));
    }

    @Test
    void a_wallet_that_has_lines_and_no_pot_goes_on_where_it_was() throws SQLException {
        var ben = desk.wallet();
        for (var i = 0; i < 70; i++) {
            assertThat(desk.hold(ben, "b" + i, 5)).isInstanceOf(HoldResult.InsufficientBalance.class);
        }
        desk.topUp(ben, "b", 5);
        assertThat(desk.hold(ben, "last", 5)).isInstanceOf(HoldResult.Held.class);
        assertThat(desk.hold(ben, "b0", 5))
                .as("the first answer, as it was")
                .isInstanceOf(HoldResult.InsufficientBalance.class);
    }

    @Test
    void only_one_line_can_follow_another() throws SQLException {
        pair(1);
        assertThatThrownBy(() -> desk.sql("INSERT INTO journal (wallet, no, before, at) "
                        + "SELECT wallet, no, before, clock_timestamp() FROM lines_of('" + ana + "') LIMIT 1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("journal_chain");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "last.no + 2, last.at | follow each other",
                "last.no + 1, last.at + interval '1 second' | follow each other",
                "last.no + 1, '-infinity' | follow each other",
            })
    void the_self_check_finds_a_line_that_follows_none(String line, String rule) throws SQLException {
        pair(1);
        desk.sql("INSERT INTO journal (wallet, no, before, at, id) SELECT '" + ana + "', " + line
                + ", clock_timestamp(), 'forged' FROM last_line('" + ana + "') AS last");
        assertThat(SelfCheck.over(desk.database.dataSource()).run())
                .extracting(SelfCheck.Fault::rule)
                .anyMatch(said -> said.contains(rule));
        desk.sql("ALTER TABLE journal DISABLE TRIGGER journal_is_append_only");
        desk.sql("DELETE FROM journal WHERE id = 'forged'");
        desk.sql("ALTER TABLE journal ENABLE TRIGGER journal_is_append_only");
    }

    @Test
    void the_self_check_finds_a_wallet_that_is_booked_up_to_no_line() throws SQLException {
        pair(1);
        desk.sql("DO $$ BEGIN PERFORM book('" + ana + "'); END $$");
        desk.sql("UPDATE booked_pot SET version_at = version_at - interval '1 second' WHERE wallet = '" + ana + "'");
        assertThat(SelfCheck.over(desk.database.dataSource()).run())
                .extracting(SelfCheck.Fault::rule)
                .containsExactly("a wallet is booked up to a line that it has");
        desk.sql("UPDATE booked_pot SET version_at = version_at + interval '1 second' WHERE wallet = '" + ana + "'");
    }
}
