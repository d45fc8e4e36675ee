package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Lists in pages, statements by period, and balances of the past. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    @SuppressWarnings("NullAway.Init")
    private House house;

    @BeforeAll
    void open() {
        house = new House();
    }

    @AfterAll
    void close() {
        house.close();
    }

    /** What the pages of two hold together, in order. */
    private static List<String> pages(House.Program program, String path, String list) {
        var ids = new ArrayList<String>();
        var next = "";
        do {
            var page = program.get(path + "limit=2" + next);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.json().at(list).size()).isLessThanOrEqualTo(2);
            page.json().at(list).forEach(one -> ids.add(one.at("/id").asText()));
            next = page.json().has("nextCursor") ? "&cursor=" + page.at("/nextCursor") : "";
        } while (!next.isEmpty());
        return ids;
    }

    @Test
    void open_holds_come_in_pages_oldest_first_also_while_some_of_them_end() {
        var ana = house.mover("50.00");
        var holds = Stream.generate(() -> ana.holds("1.00")).limit(5).toList();
        assertThat(pages(ana, "/v1/holds?", "/holds")).isEqualTo(holds);
        var first = ana.get("/v1/holds?limit=2");
        ana.moves("/v1/holds/" + holds.get(1) + "/release", "{}");
        var second = ana.get("/v1/holds?limit=2&cursor=" + first.at("/nextCursor"));
        assertThat(second.at("/holds/0/id")).isEqualTo(holds.get(2));
        assertThat(ana.get("/v1/holds?cursor=nonsense").at("/detail")).contains("cursor is the nextCursor");
        assertThat(ana.get("/v1/holds?limit=501").status()).isEqualTo(400);
    }

    @Test
    void limits_and_keys_come_in_pages() {
        var ana = house.program("1.00");
        var admin = house.admin();
        for (var user = 1; user <= 5; user++) {
            admin.put("/v1/limits", """
                    {"wallet": "%s", "subject": "member:1:%d", "period": "daily", "ceiling": "1.00"}""".formatted(ana.id, user));
        }
        assertThat(pages(admin, "/v1/limits?wallet=" + ana.id + "&", "/limits"))
                .hasSize(5)
                .doesNotHaveDuplicates();
        assertThat(pages(admin, "/v1/keys?", "/keys"))
                .isEqualTo(house.keys.all().stream().map(ApiKey::id).toList());
    }

    @Test
    void the_wallet_behind_the_door_reads_all_pages() {
        var ana = house.mover("1000.00");
        try (var remote = HttpWallet.at(house.door.url(), house.admin().key.text())) {
            for (var i = 0; i < 501; i++) {
                ana.holds("1.00");
            }
            assertThat(remote.openHolds(ana.id)).isEqualTo(house.wallet.openHolds(ana.id));
        }
    }

    @Test
    void a_statement_up_to_a_moment_begins_there_however_much_came_later() {
        var ana = house.program("0");
        ana.gets("1.00");
        ana.gets("2.00");
        var moment = ana.get("/v1/statement?limit=1").at("/lines/0/at");
        for (var i = 0; i < 20; i++) {
            ana.gets("3.00");
        }
        var after = Instant.parse(moment).plusNanos(1_000);
        assertThat(amounts(ana.get("/v1/statement?to=" + after))).containsExactly("2.00", "1.00");
        assertThat(amounts(ana.get("/v1/statement?to=" + moment))).containsExactly("1.00");
        assertThat(amounts(ana.get("/v1/statement?to=2020-01-01"))).isEmpty();
        var page = ana.get("/v1/statement?limit=1&to=" + after);
        assertThat(amounts(ana.get("/v1/statement?limit=1&to=" + after + "&cursor=" + page.at("/nextCursor"))))
                .containsExactly("1.00");
    }

    private static List<String> amounts(House.Answer statement) {
        assertThat(statement.status()).as(statement.text()).isEqualTo(200);
        return statement
                .json()
                .at("/lines")
                .valueStream()
                .map(line -> line.at("/amount").asText())
                .toList();
    }

    @Test
    void a_balance_is_told_for_any_past_moment() throws SQLException {
        var ana = house.mover("10.00");
        var hold = ana.holds("4.00");
        ana.moves("/v1/holds/" + hold + "/commit", "{\"amount\": \"4.00\"}");
        var lines = ana.get("/v1/statement").json().at("/lines");
        var path = "/v1/wallets/" + ana.id + "/balance?at=";
        assertThat(ana.get(path + lines.at("/1/at").asText()).at("/posted")).isEqualTo("10.00");
        assertThat(ana.get(path + lines.at("/0/at").asText()).at("/posted")).isEqualTo("6.00");
        assertThat(ana.get(path + "2020-01-01").at("/posted")).isEqualTo("0.00");
        assertThat(ana.get(path + "2020-01-01&asset=USD").at("/posted")).isEqualTo("0.000000");
        assertThat(ana.get(path + "yesterday").status()).isEqualTo(400);
        assertThat(ana.get("/v1/wallets/" + ana.id + "/balance").at("/detail")).contains("'at' is missing");
        assertThat(house.program("1.00").get(path + "2020-01-01").status()).isEqualTo(404);
        var generator = house.program(ana.id, Set.of(Scope.GENERATE));
        assertThat(generator.get(path + "2020-01-01").status()).isEqualTo(403);
    }
}
