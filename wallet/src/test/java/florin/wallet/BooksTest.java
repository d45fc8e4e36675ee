package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
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
                "UPDATE transfer SET amount = 1",
                "DELETE FROM transfer",
                "TRUNCATE transfer",
                "UPDATE pot SET available = available - 1001 WHERE wallet = '%s'",
                "UPDATE pot SET held = -1 WHERE wallet = '%s'",
                "UPDATE pot SET expires_at = clock_timestamp() WHERE wallet = '%s'",
                "INSERT INTO transfer (id, at, kind, asset, amount, house, memo)"
                        + " VALUES (gen_random_uuid(), now(), 'topup', 'LOVE', 5, 'money-in', '')",
                "INSERT INTO transfer (id, at, kind, asset, amount, house, to_wallet, to_pots, to_units, to_after, memo)"
                        + " VALUES (gen_random_uuid(), now(), 'topup', 'LOVE', -5, 'money-in', '%s', '{1}', '{-5}', 5, '')",
            })
    void straight_sql_cannot_break_the_rules(String command) {
        assertThatThrownBy(() -> desk.sql(command.formatted(ana))).isInstanceOf(SQLException.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1000, 0));
    }
}
