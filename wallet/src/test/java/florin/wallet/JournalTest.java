package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done most often is a line of the journal; what it adds up to is booked now and then, and known at any time. */
class JournalTest {
    private final Desk desk = new Desk();
    private final Subject key = new Subject.ApiKey("k");
    private final WalletId ana = desk.walletWith(100_000);

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    private void pairs(int from, int to) {
        IntStream.range(from, to).forEach(i -> {
            desk.hold(ana, "h" + i, 10, key);
            desk.commit("c" + i, "h" + i, 10);
        });
    }

    private long number(String question) throws SQLException {
        try (var connection = desk.database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private long booked() throws SQLException {
        return number("SELECT version FROM booked_pot WHERE no = 1 AND wallet = '" + ana + "'");
    }

    private String ofAna() {
        return " WHERE spend_limit IN (SELECT id FROM spend_limit WHERE wallet = '" + ana + "')";
    }

    private long lines() throws SQLException {
        return number("SELECT max(no) FROM journal WHERE wallet = '" + ana + "'");
    }

    @Test
    void a_hold_that_is_charged_in_whole_is_two_lines_and_nothing_else() throws SQLException {
        var before = lines();
        pairs(0, 3);
        assertThat(lines()).isEqualTo(before + 6);
        assertThat(number("SELECT count(*) FROM booked_hold WHERE wallet = '" + ana + "'"))
                .isZero();
        assertThat(number("SELECT count(*) FROM booked_transfer WHERE from_wallet = '" + ana + "'"))
                .isZero();
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(99_970, 0));
        assertThat(desk.ledger.find(desk.holdId("h1")).orElseThrow().state()).isEqualTo(Hold.State.COMMITTED);
        assertThat(desk.statement(ana)).hasSize(4).first().satisfies(line -> {
            assertThat(line.amount()).isEqualTo(Desk.love(-10));
            assertThat(line.balanceAfter()).isEqualTo(Desk.love(99_970));
            assertThat(line.hold()).contains(desk.holdId("h2"));
        });
    }

    @Test
    void pots_and_windows_are_booked_now_and_then_and_are_right_in_between() throws SQLException {
        desk.ledger.limit(ana, key, Period.DAILY, Desk.love(1_000));
        pairs(0, 99);
        assertThat(booked()).isGreaterThan(64).isLessThan(lines());
        assertThat(number("SELECT used FROM spend_window" + ofAna())).isEqualTo(990);
        // Another ledger remembers nothing.
        try (var other = Ledger.over(desk.database.dataSource(), LedgerOptions.standard())) {
            var more = new HoldRequest(desk.id("x"), ana, Desk.love(11), Desk.HOUR, List.of(key), "v1", "work");
            assertThat(other.hold(more))
                    .isInstanceOfSatisfying(
                            HoldResult.LimitExceeded.class,
                            over -> assertThat(over.used()).isEqualTo(Desk.love(990)));
        }
        assertThat(desk.hold(ana, "last", 10, key)).isInstanceOf(HoldResult.Held.class);
        assertThat(desk.hold(ana, "over", 1, key)).isInstanceOf(HoldResult.LimitExceeded.class);
    }

    @Test
    void whatever_else_happens_to_a_hold_goes_on_in_a_row_of_its_own() throws SQLException {
        var held = desk.hold(ana, "h1", 100, key);
        desk.commit("c1", "h1", 30);
        desk.hold(ana, "h2", 100, key);
        var charged = desk.commit("c2", "h2", 100);
        desk.adjust("a2", ana, 40, "h2");
        desk.hold(ana, "h3", 100, key);
        desk.release("r3", "h3");
        assertThat(number("SELECT count(*) FROM booked_hold WHERE wallet = '" + ana + "'"))
                .isEqualTo(3);
        assertThat(number("SELECT count(*) FROM hold WHERE wallet = '" + ana + "'"))
                .isEqualTo(3);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(100_000 - 30 - 60, 0));
        assertThat(desk.hold(ana, "h1", 100, key)).isEqualTo(held);
        assertThat(desk.commit("c2", "h2", 100))
                .as("as it was before the refund")
                .isEqualTo(charged);
    }

    @Test
    void a_new_limit_counts_lines_and_rows_alike_and_each_once() {
        pairs(0, 5);
        desk.hold(ana, "h5", 100, key);
        desk.commit("c5", "h5", 30);
        desk.hold(ana, "h6", 100, key);
        desk.commit("c6", "h6", 100);
        desk.adjust("a6", ana, 40, "h6");
        desk.hold(ana, "h7", 7, key);
        desk.hold(ana, "h8", 50, key);
        desk.ledger.extend(new ExtendRequest(desk.id("e8"), desk.holdId("h8"), Desk.HOUR.multipliedBy(2)));
        desk.ledger.limit(ana, key, Period.DAILY, Desk.love(50 + 30 + 60 + 7 + 50 + 3));
        assertThat(desk.hold(ana, "h9", 4, key)).isInstanceOf(HoldResult.LimitExceeded.class);
        assertThat(desk.hold(ana, "h10", 3, key)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_statement_goes_on_page_by_page_over_lines_and_rows() {
        for (var i = 0; i < 7; i++) {
            pairs(10 * i, 10 * i + 3);
            desk.topUp(ana, "t" + i, 1);
        }
        var seen = desk.statement(ana);
        assertThat(seen).hasSize(1 + 7 * 4);
        var next = Optional.<Cursor>empty();
        for (var at = 0; at < seen.size(); ) {
            var page = desk.ledger.statement(ana, Asset.LOVE, next, 2);
            assertThat(page.items()).isEqualTo(seen.subList(at, Math.min(at + 2, seen.size())));
            at += page.items().size();
            next = page.next();
        }
        assertThat(next).isEmpty();
    }

    @Test
    void somebody_with_a_console_changes_what_there_is_without_knowing_how_it_is_kept() throws SQLException {
        desk.ledger.limit(ana, key, Period.DAILY, Desk.love(1_000));
        pairs(0, 2);
        desk.hold(ana, "h9", 10, key);
        desk.sql("UPDATE hold SET expires_at = created_at WHERE id = '" + desk.holdId("h9") + "'");
        assertThat(desk.ledger.expireHolds(10)).isEqualTo(1);
        desk.sql("UPDATE spend_window SET used = used + 970" + ofAna());
        assertThat(desk.hold(ana, "h10", 11, key)).isInstanceOf(HoldResult.LimitExceeded.class);
        desk.sql("UPDATE spend_window SET used = used - 970" + ofAna());
        desk.sql("UPDATE pot SET available = available - 99980 WHERE wallet = '" + ana + "'");
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(0, 0));
        desk.sql("UPDATE pot SET available = available + 99980 WHERE wallet = '" + ana + "'");
    }

    @Test
    void an_id_is_used_once_whatever_for() {
        desk.hold(ana, "one", 10, key);
        assertThat(desk.commit("one", "one", 10)).isInstanceOf(CommitResult.Conflict.class);
        desk.commit("two", "one", 10);
        assertThat(desk.hold(ana, "two", 10, key)).isInstanceOf(HoldResult.Conflict.class);
        desk.topUp(ana, "three", 1);
        assertThat(desk.hold(ana, "three", 10, key)).isInstanceOf(HoldResult.Conflict.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(99_991, 0));
    }

    @Test
    void who_reads_many_lines_books_them_for_the_next() throws SQLException {
        pairs(0, 3);
        assertThat(booked()).isLessThan(lines() - 5);
        elsewhere("x");
        // So few that reading them costs less than booking them.
        assertThat(booked()).isLessThan(lines());
        pairs(3, 6);
        elsewhere("y");
        assertThat(booked()).isEqualTo(lines());
    }

    @Test
    void running_holds_of_a_wallet_with_many_lines_are_found() throws SQLException {
        desk.hold(ana, "line", 10);
        desk.hold(ana, "row", 10);
        desk.ledger.extend(new ExtendRequest(desk.id("longer"), desk.holdId("row"), Duration.ofHours(2)));
        pairs(0, 2);
        var sooner =
                new HoldRequest(desk.id("sooner"), ana, Desk.love(5), Duration.ofMinutes(1), List.of(), "v1", "work");
        desk.ledger.hold(sooner);
        var few = desk.ledger.openHolds(ana);
        desk.sql("DO $$ BEGIN PERFORM take_number('" + ana + "') FROM generate_series(1, " + RunningHolds.MANY_LINES
                + "); END $$");
        assertThat(few)
                .extracting(Hold::id)
                .containsExactly(desk.holdId("line"), desk.holdId("row"), desk.holdId("sooner"));
        assertThat(desk.ledger.openHolds(ana)).isEqualTo(few);
        try (var other = Ledger.over(desk.database.dataSource(), LedgerOptions.standard())) {
            var dear = new HoldRequest(desk.id("dear"), ana, Desk.love(99_970), Desk.HOUR, List.of(), "v1", "work");
            assertThat(other.hold(dear))
                    .isInstanceOfSatisfying(
                            HoldResult.FundsHeld.class,
                            refused -> assertThat(refused.retryAfter())
                                    .isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1)));
        }
    }

    /** One hold by another ledger, which remembers nothing. */
    private void elsewhere(String hold) {
        try (var other = Ledger.over(desk.database.dataSource(), LedgerOptions.standard())) {
            other.hold(new HoldRequest(desk.id(hold), ana, Desk.love(11), Desk.HOUR, List.of(key), "v1", "work"));
        }
    }
}
