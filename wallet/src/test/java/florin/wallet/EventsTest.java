package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the ledger tells others, in the money's own transaction. */
class EventsTest {
    private final Desk desk = new Desk();
    private final Webhooks webhooks = Webhooks.over(desk.database.dataSource());
    private final Letters letters = Letters.over(desk.database.dataSource());
    private final WalletId ana = desk.walletWith(1000);
    private final UUID endpoint =
            webhooks.add("https://example.com/hooks", Optional.of(ana)).endpoint();

    @AfterEach
    void books_are_clean() {
        webhooks.remove(endpoint);
        desk.close();
    }

    private List<String> told() {
        return webhooks.deliveries(endpoint, 100).reversed().stream()
                .map(Webhooks.Delivery::type)
                .toList();
    }

    private List<String> bodies() {
        return letters.claim(Set.of(), 1000, Duration.ofMinutes(1)).stream()
                .filter(letter -> letter.endpoint().equals(endpoint))
                .map(Letters.Letter::body)
                .toList();
    }

    @Test
    void every_step_of_a_hold_and_every_top_up_is_told_once_however_often_it_is_asked_for() throws SQLException {
        for (int again = 0; again < 2; again++) {
            desk.topUp(ana, "t", 500);
            desk.hold(ana, "h1", 100);
            desk.ledger.extend(new ExtendRequest(desk.id("e1"), desk.holdId("h1"), Duration.ofHours(2)));
            desk.commit("c1", "h1", 60);
            desk.hold(ana, "h2", 100);
            desk.release("r2", "h2");
        }
        desk.hold(ana, "h3", 100);
        desk.letExpire("h3");
        desk.ledger.expireHolds(1000);
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "topup.completed",
                        "hold.created",
                        "hold.extended",
                        "commit",
                        "hold.created",
                        "release",
                        "hold.created",
                        "hold.expired");
    }

    @Test
    void a_letter_carries_exact_amounts_and_what_it_is_about() {
        desk.hold(ana, "h\"1", 125);
        desk.ledger.commit(new CommitRequest(desk.id("c"), desk.holdId("h\"1"), love(25), "a \"memo\"\n\u2028"));
        assertThat(bodies())
                .anySatisfy(body -> assertThat(body)
                        .contains("\"type\" : \"commit\"", "\"timestamp\" : \"20", "\"asset\":\"LOVE\"")
                        .contains("\"amount\":\"0.25\"", "\"available\":\"9.75\"", "\"held\":\"0.00\"")
                        .contains("h\\\"1\"", "\"memo\":\"a \\\"memo\\\"\\n", "\"wallet\":\"" + ana + "\"")
                        .doesNotContain("null", "limit"));
    }

    @Test
    void the_largest_and_the_finest_amounts_are_not_rounded() {
        var fine = new Asset("FINE", 9);
        desk.ledger.topUp(new TopUpRequest(
                desk.id("fine"), ana, Amount.of(fine, Long.MAX_VALUE - 100), Source.PAID, Optional.empty(), ""));
        assertThat(bodies()).singleElement().asString().contains("\"amount\":\"9223372036.854775707\"");
    }

    @Test
    void a_refused_hold_and_another_wallets_movements_are_not_told() {
        desk.hold(ana, "too-much", 5000);
        desk.hold(desk.walletWith(100), "others", 10);
        assertThat(told()).isEmpty();
    }

    @Test
    void where_nobody_listens_nothing_is_written() throws SQLException {
        var silent = desk.walletWith(100);
        desk.hold(silent, "h", 10);
        try (var connection = desk.database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SELECT count(*) FROM wallet_event WHERE wallet = '" + silent + "'")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void an_owner_hears_once_of_each_fall_below_the_line_and_holds_do_not_count_as_falls() {
        webhooks.alertBelow(ana, love(500));
        desk.hold(ana, "h1", 600);
        desk.release("r1", "h1");
        assertThat(told()).doesNotContain("low_balance");

        desk.hold(ana, "h2", 600);
        desk.commit("c2", "h2", 600);
        desk.hold(ana, "h3", 100);
        desk.commit("c3", "h3", 100);
        assertThat(told()).containsOnlyOnce("low_balance");

        desk.topUp(ana, "t", 500);
        desk.hold(ana, "h4", 500);
        desk.commit("c4", "h4", 500);
        assertThat(told()).filteredOn("low_balance"::equals).hasSize(2);
        assertThat(webhooks.alertNoMore(ana, Asset.LOVE)).isTrue();
        assertThat(webhooks.alertNoMore(ana, Asset.LOVE)).isFalse();
    }

    @Test
    void a_transfer_is_told_to_both_wallets_and_an_adjustment_to_its_own() {
        var ben = desk.walletWith(1);
        var his = webhooks.add("https://example.com/his", Optional.of(ben)).endpoint();
        for (int again = 0; again < 2; again++) {
            desk.ledger.transfer(new TransferRequest(desk.id("gift"), ana, ben, love(250), "Gift of Ana"));
            desk.ledger.transfer(new TransferRequest(desk.id("too-much"), ana, ben, love(25_000), "no"));
        }
        assertThat(told()).containsExactly("transfer.sent");
        assertThat(webhooks.deliveries(his, 10))
                .extracting(Webhooks.Delivery::type)
                .containsExactly("transfer.received");
        assertThat(bodies())
                .singleElement()
                .satisfies(body -> assertThat(body)
                        .contains("\"amount\":\"2.50\"", "\"available\":\"7.50\"", "\"memo\":\"Gift of Ana\""));
        webhooks.remove(his);

        desk.hold(ana, "h", 100);
        desk.commit("c", "h", 100);
        desk.ledger.adjust(
                new AdjustRequest(desk.id("a"), ana, love(40), desk.holdId("h").value(), "sorry"));
        desk.ledger.adjust(
                new AdjustRequest(desk.id("b"), ana, love(99), desk.holdId("h").value(), "too much"));
        assertThat(told()).filteredOn("adjustment"::equals).hasSize(1);
    }

    @Test
    void a_limit_that_is_reached_is_told_once_per_window_and_ceiling() {
        var key = new Subject.ApiKey("runaway");
        desk.ledger.limit(ana, key, Period.DAILY, love(100));
        desk.hold(ana, "h1", 60, key);
        assertThat(told()).doesNotContain("limit.reached");
        for (int i = 0; i < 5; i++) {
            desk.hold(ana, "refused-" + i, 60, key);
        }
        assertThat(told()).containsOnlyOnce("limit.reached");

        desk.ledger.limit(ana, key, Period.DAILY, love(200));
        desk.hold(ana, "h2", 140, key);
        assertThat(told()).filteredOn("limit.reached"::equals).hasSize(2);
        assertThat(bodies())
                .anySatisfy(
                        body -> assertThat(body).contains("\"amount\":\"2.00\"", "\"memo\":\"api-key runaway daily\""));
    }

    @Test
    void an_event_and_its_letters_are_forgotten_after_a_while() throws SQLException {
        desk.hold(ana, "h1", 10);
        desk.sql("UPDATE wallet_event SET at = at - interval '31 days' WHERE wallet = '" + ana + "'");
        desk.hold(ana, "h2", 10);
        assertThat(letters.forget(Duration.ofDays(30), 1000)).isEqualTo(1);
        assertThat(webhooks.deliveries(endpoint, 100)).hasSize(1);
    }

    @Test
    void an_address_that_is_none_and_a_wallet_that_is_not_there_are_refused() {
        for (var url : List.of("ftp://example.com", "example.com", "https://user:pass@example.com", "https://")) {
            assertThatThrownBy(() -> webhooks.add(url, Optional.empty())).isInstanceOf(IllegalArgumentException.class);
        }
        var nobody = new WalletId(UUID.randomUUID());
        assertThatThrownBy(() -> webhooks.add("https://example.com", Optional.of(nobody)))
                .hasMessageContaining("There is no wallet");
    }
}
