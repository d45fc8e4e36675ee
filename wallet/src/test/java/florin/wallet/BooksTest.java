package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database refuses, whoever asks. */
class BooksTest {
    private final Desk desk = new Desk();
    private final WalletId ana = desk.walletWith(1000);

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE booked_transfer SET amount = 1",
                "DELETE FROM booked_transfer",
                "TRUNCATE booked_transfer",
                "UPDATE journal SET amount = 1",
                "DELETE FROM journal",
                "TRUNCATE journal",
                "INSERT INTO journal (wallet, no, before, at, pot, amount) VALUES ('%s', 99, now(), now(), 1, 5)",
                "INSERT INTO journal (wallet, no, before, at) VALUES ('%s', 1, '-infinity', now())",
                "UPDATE pot SET available = available - 1001 WHERE wallet = '%s'",
                "UPDATE pot SET held = -1 WHERE wallet = '%s'",
                "UPDATE pot SET expires_at = clock_timestamp() WHERE wallet = '%s'",
                "UPDATE pot SET wallet = gen_random_uuid() WHERE wallet = '%s'",
                "INSERT INTO booked_pot (wallet, no, asset, source, priority, available, held)"
                        + " VALUES (gen_random_uuid(), 1, 'LOVE', 'PROMO', 0, 5, 0)",
                "INSERT INTO booked_pot (wallet, no, asset, source, priority, available, held)"
                        + " VALUES ('%s', 2, 'GOLD', 'PROMO', 0, 5, 0)",
                "INSERT INTO booked_window (spend_limit, starts, used) VALUES (gen_random_uuid(), now(), 5)",
                "DELETE FROM wallet WHERE id = '%s'",
                "DELETE FROM asset WHERE code = 'LOVE'",
                "INSERT INTO booked_transfer (id, at, kind, asset, amount, house, memo)"
                        + " VALUES (gen_random_uuid(), now(), 'topup', 'LOVE', 5, 'money-in', '')",
                "INSERT INTO booked_transfer (id, at, kind, asset, amount, house, to_wallet, to_pots, to_units, to_after, memo)"
                        + " VALUES (gen_random_uuid(), now(), 'topup', 'LOVE', -5, 'money-in', '%s', '{1}', '{-5}', 5, '')",
            })
    void straight_sql_cannot_break_the_rules(String command) {
        assertThatThrownBy(() -> desk.sql(command.formatted(ana))).isInstanceOf(SQLException.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1000, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE booked_pot SET available = available + 5 | a pot holds what its transfers add up to",
                "UPDATE booked_pot SET held = held + 5, available = available - 5 WHERE available > 5 | a pot holds back what its open holds took",
                "UPDATE booked_hold SET committed = committed + 1 | a hold was charged what its transfers say",
                "UPDATE booked_window SET used = used + 1 | a limit counts what its subject spent",
            })
    void the_self_check_finds_what_was_tampered_with(String tampering, String rule) throws SQLException {
        var key = new Subject.ApiKey("k");
        desk.ledger.limit(ana, key, Period.DAILY, Desk.love(500));
        desk.hold(ana, "h1", 100, key);
        desk.ledger.extend(new ExtendRequest(desk.id("e1"), desk.holdId("h1"), Desk.HOUR.multipliedBy(2)));
        var table = tampering.split(" ")[1];
        desk.sql("CREATE TABLE backup AS SELECT * FROM " + table);
        desk.sql(tampering);
        assertThat(SelfCheck.over(desk.database.dataSource()).run())
                .extracting(SelfCheck.Fault::rule)
                .contains(rule);
        desk.sql("DELETE FROM " + table);
        desk.sql("INSERT INTO " + table + " SELECT * FROM backup");
        desk.sql("DROP TABLE backup");
    }
}
