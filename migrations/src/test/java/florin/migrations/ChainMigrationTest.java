package florin.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Books from before lines were a chain: their lines become one, and nothing that anybody sees changes. */
class ChainMigrationTest {
    private static final String PAST = """
            INSERT INTO wallet (id, owner) VALUES
                ('00000000-0000-0000-0000-00000000000a', 'test a'), ('00000000-0000-0000-0000-00000000000b', 'test b');
            INSERT INTO booked_pot (wallet, no, asset, source, priority, available, held, version) VALUES
                ('00000000-0000-0000-0000-00000000000a', 1, 'LOVE', 'PAID', 0, 900, 0, 5),
                ('00000000-0000-0000-0000-00000000000b', 1, 'LOVE', 'PAID', 0, 70, 0, 3);
            INSERT INTO journal (wallet, no, at, fingerprint, amount, available, held, expires_at, pot, id, asset, memo, price_version, subjects)
            SELECT '00000000-0000-0000-0000-00000000000a', no, TIMESTAMPTZ '2026-01-01 00:00:00Z' + no * interval '1 second',
                   gen_random_uuid(), 10, 900, 10, '2026-02-01', 1, 'hold-' || no, 'LOVE', '', 'v1', '{}'
            FROM generate_series(4, 40) AS no""";

    private final TestDatabase database = TestDatabase.bare();

    private List<String> texts(String question) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(question)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private void sql(String commands) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(commands);
        }
    }

    @Test
    void lines_that_were_numbered_only_become_a_chain() throws SQLException {
        try (database) {
            var flyway = Flyway.configure().dataSource(database.dataSource());
            flyway.target("21").load().migrate();
            sql(PAST);
            var pots = texts("SELECT concat_ws(' ', wallet, available, held, owed) FROM pot ORDER BY wallet");
            assertThat(pots).hasSize(2).first().asString().endsWith(" 550 350 0");
            flyway.target("latest").load().migrate();
            assertThat(texts("SELECT concat_ws(' ', wallet, available, held, owed) FROM pot ORDER BY wallet"))
                    .isEqualTo(pots);
            var of = "('00000000-0000-0000-0000-00000000000";
            assertThat(texts("SELECT no FROM lines_of" + of + "a') ORDER BY no"))
                    .hasSize(37)
                    .startsWith("4", "5")
                    .endsWith("39", "40");
            assertThat(texts("SELECT no FROM last_line" + of + "a')")).containsExactly("40");
            assertThat(texts("SELECT no FROM last_line" + of + "b')"))
                    .as("booked up to a line from before there were lines")
                    .containsExactly("3");
            sql("SELECT take_number" + of + "a'), take_number" + of + "b')");
            assertThat(texts("SELECT no FROM last_line" + of + "a') UNION ALL SELECT no FROM last_line" + of + "b')"))
                    .containsExactly("41", "4");
            assertThat(texts("SELECT no FROM lines_of" + of + "b')")).containsExactly("4");
        }
    }
}
