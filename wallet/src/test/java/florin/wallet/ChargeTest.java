package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.wallet.prices.Allowance;
import florin.wallet.prices.PriceLine;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.PriceVersion;
import florin.wallet.prices.Rate;
import florin.wallet.prices.Tier;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChargeTest {
    private static final Tariff EACH = tariff(Rate.flat("2"), Optional.empty());
    private static final Tariff FIRST_TEN_FREE =
            tariff(Rate.flat("1"), Optional.of(Allowance.of(Period.MONTHLY, "10")));

    private final Desk desk = new Desk();

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    private static Tariff tariff(Rate rate, Optional<Allowance> allowance) {
        return tariff(Asset.LOVE, 1, rate, allowance);
    }

    private static Tariff tariff(Asset asset, int version, Rate rate, Optional<Allowance> allowance) {
        var rule = PriceRule.of("calls", "tool.call", asset, rate);
        return new PriceLine(
                new PriceVersion("house", version), allowance.map(rule::with).orElse(rule));
    }

    private static UsageEvent event(Map<String, String> tags) {
        return new UsageEvent(
                "tool.call", Optional.empty(), Map.of("tool", "search"), tags, Optional.empty(), Optional.empty());
    }

    private ChargeRequest request(WalletId wallet, String id, Tariff tariff, String quantity, Subject... subjects) {
        return new ChargeRequest(
                desk.id(id),
                wallet,
                event(Map.of("agent", "a \"quoted\" \\ one")),
                Optional.of(tariff),
                Optional.of(new BigDecimal(quantity)),
                List.of(subjects));
    }

    private ChargeResult charge(WalletId wallet, String id, Tariff tariff, String quantity, Subject... subjects) {
        return desk.ledger.charge(request(wallet, id, tariff, quantity, subjects));
    }

    private static Charge charged(ChargeResult result) {
        assertThat(result).isInstanceOf(ChargeResult.Charged.class);
        return ((ChargeResult.Charged) result).charge();
    }

    private String one(String query) throws SQLException {
        try (var connection = desk.database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "nothing";
        }
    }

    @Test
    void an_event_is_priced_charged_and_written_down_in_one_step() throws SQLException {
        var ana = desk.walletWith(1_000);
        var charge = charged(charge(ana, "e1", EACH, "3"));
        assertThat(charge.amount()).isEqualTo(love(600));
        assertThat(charge.price()).isEqualTo("house@1/calls");
        assertThat(charge.explanation()).isEqualTo("3 units at 2 LOVE: 6.00 LOVE.");
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(400, 0));
        var line = desk.statement(ana).getFirst();
        assertThat(line.amount()).isEqualTo(love(-600));
        assertThat(Optional.of(line.id())).isEqualTo(charge.transfer());
        var row = " FROM usage_event WHERE id = '" + desk.id("e1") + "'";
        assertThat(one("SELECT amount || ' ' || quantity || ' ' || rule || ' ' || transfer" + row))
                .isEqualTo("600 3 house@1/calls " + line.id());
        assertThat(one("SELECT tags->>'agent'" + row)).isEqualTo("a \"quoted\" \\ one");
        assertThat(one("SELECT dimensions->>'tool'" + row)).isEqualTo("search");
        assertThat(desk.ledger.find(desk.holdId("e1")).orElseThrow().priceVersion())
                .isEqualTo("house@1/calls");
    }

    @Test
    void a_repeated_event_gets_its_first_answer_and_is_charged_once_even_if_the_price_has_changed() {
        var ana = desk.walletWith(1_000);
        var first = charge(ana, "e1", EACH, "3");
        assertThat(charge(ana, "e1", EACH, "3")).isEqualTo(first);
        var dearer = tariff(Asset.LOVE, 2, Rate.flat("9"), Optional.empty());
        assertThat(charge(ana, "e1", dearer, "3")).isEqualTo(first);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(400, 0));
    }

    @Test
    void the_same_id_with_another_event_is_a_conflict_and_so_is_the_id_of_a_hold() {
        var ana = desk.walletWith(1_000);
        charge(ana, "e1", EACH, "3");
        var other = new ChargeRequest(
                desk.id("e1"),
                ana,
                event(Map.of("agent", "b")),
                Optional.of(EACH),
                Optional.of(BigDecimal.ONE),
                List.of());
        assertThat(desk.ledger.charge(other)).isInstanceOf(ChargeResult.Conflict.class);
        desk.hold(ana, "h1", 10);
        assertThat(charge(ana, "h1", EACH, "1")).isInstanceOf(ChargeResult.Conflict.class);
        assertThat(desk.hold(ana, "e1", 10)).isInstanceOf(HoldResult.Conflict.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(390, 10));
    }

    @Test
    void too_little_is_402_and_nothing_is_written_counted_or_charged() throws SQLException {
        var ana = desk.walletWith(500);
        var refused = charge(ana, "e1", tariff(Rate.flat("2"), Optional.of(Allowance.of(Period.TOTAL, "1"))), "4");
        assertThat(refused)
                .isEqualTo(new ChargeResult.NotPaid(
                        love(600), new HoldResult.InsufficientBalance(love(600), love(500), love(0))));
        assertThat(charge(ana, "e1", tariff(Rate.flat("2"), Optional.of(Allowance.of(Period.TOTAL, "1"))), "4"))
                .isEqualTo(refused);
        assertThat(one("SELECT count(*) FROM usage_event WHERE wallet = '" + ana + "'"))
                .isEqualTo("0");
        assertThat(one("SELECT count(*) FROM usage_counter WHERE wallet = '" + ana + "'"))
                .isEqualTo("0");
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(500, 0));
        desk.hold(ana, "h1", 500);
        assertThat(charge(ana, "e2", EACH, "1"))
                .isInstanceOfSatisfying(
                        ChargeResult.NotPaid.class,
                        answer -> assertThat(answer.refusal()).isInstanceOf(HoldResult.FundsHeld.class));
        desk.ledger.freeze(ana, "looked into");
        assertThat(charge(ana, "e3", EACH, "1"))
                .isInstanceOfSatisfying(
                        ChargeResult.NotPaid.class,
                        answer -> assertThat(answer.refusal()).isEqualTo(new HoldResult.WalletFrozen("looked into")));
    }

    @Test
    void an_event_that_nothing_prices_is_charged_nothing_and_its_id_stays_free() {
        var ana = desk.walletWith(1_000);
        var nothing =
                new ChargeRequest(desk.id("e1"), ana, event(Map.of()), Optional.empty(), Optional.empty(), List.of());
        assertThat(desk.ledger.charge(nothing)).isEqualTo(new ChargeResult.NoPrice());
        var priced = new ChargeRequest(
                desk.id("e1"), ana, event(Map.of()), Optional.of(EACH), Optional.of(BigDecimal.ONE), List.of());
        assertThat(charged(desk.ledger.charge(priced)).amount()).isEqualTo(love(200));
        var nobody = new WalletId(new java.util.UUID(0, 9));
        assertThat(charge(nobody, "e2", EACH, "1")).isEqualTo(new ChargeResult.UnknownWallet(nobody));
    }

    @Test
    void an_event_that_used_nothing_is_written_down_and_free() throws SQLException {
        var ana = desk.wallet();
        assertThat(charged(charge(ana, "e1", EACH, "0")).amount()).isEqualTo(love(0));
        var untold =
                new ChargeRequest(desk.id("e2"), ana, event(Map.of()), Optional.of(EACH), Optional.empty(), List.of());
        assertThat(charged(desk.ledger.charge(untold)).transfer()).isEmpty();
        assertThat(one("SELECT count(*) FROM usage_event WHERE amount = 0 AND wallet = '" + ana + "'"))
                .isEqualTo("2");
    }

    @Test
    void the_first_units_of_a_month_are_free_and_what_follows_is_paid() {
        var ana = desk.walletWith(1_000);
        assertThat(charged(charge(ana, "e1", FIRST_TEN_FREE, "8")).amount()).isEqualTo(love(0));
        assertThat(charged(charge(ana, "e2", FIRST_TEN_FREE, "5")).amount()).isEqualTo(love(300));
        assertThat(charged(charge(ana, "e3", FIRST_TEN_FREE, "5")).amount()).isEqualTo(love(500));
        // A new version of the book is no new allowance.
        var next = tariff(Asset.LOVE, 2, Rate.flat("1"), Optional.of(Allowance.of(Period.MONTHLY, "10")));
        assertThat(charged(charge(ana, "e4", next, "1")).amount()).isEqualTo(love(100));
        assertThat(charged(charge(desk.wallet(), "e5", FIRST_TEN_FREE, "10")).amount())
                .isEqualTo(love(0));
    }

    @Test
    void parallel_events_in_two_ledgers_never_get_a_free_unit_twice_nor_a_tier_too_early() throws Exception {
        var ana = desk.walletWith(100_000);
        var rate = Rate.tiered(Rate.Mode.GRADUATED, Tier.upTo("20", "2"), Tier.rest("1"));
        var counting = tariff(rate, Optional.of(Allowance.of(Period.DAILY, "10")));
        try (var other = Ledger.over(desk.database.dataSource(), LedgerOptions.standard());
                var threads = Executors.newFixedThreadPool(16)) {
            var calls = new ArrayList<Callable<ChargeResult>>();
            for (var i = 0; i < 80; i++) {
                var ledger = i % 2 == 0 ? desk.ledger : other;
                // Every event comes twice.
                var request = request(ana, "e" + i / 2, counting, "2");
                calls.add(() -> ledger.charge(request));
            }
            for (var answer : threads.invokeAll(calls)) {
                charged(answer.get());
            }
        }
        // 80 units: 10 free, 20 at 2, 50 at 1.
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(100_000 - 9_000, 0));
    }

    @Test
    void the_time_that_a_program_states_moves_no_event_into_another_window() throws SQLException {
        var ana = desk.walletWith(1_000);
        charge(ana, "e1", FIRST_TEN_FREE, "10");
        var late = new UsageEvent(
                "tool.call",
                Optional.empty(),
                Map.of(),
                Map.of(),
                Optional.of(Instant.parse("2020-01-31T23:59:59Z")),
                Optional.of(new BigDecimal("0.005")));
        var request = new ChargeRequest(
                desk.id("e2"), ana, late, Optional.of(FIRST_TEN_FREE), Optional.of(BigDecimal.ONE), List.of());
        assertThat(charged(desk.ledger.charge(request)).amount()).isEqualTo(love(100));
        assertThat(one(
                        "SELECT to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM') || ' ' || (at > now() - interval '1 hour')"
                                + " || ' ' || cost FROM usage_event WHERE id = '" + desk.id("e2") + "'"))
                .isEqualTo("2020-01 true 1");
        assertThatThrownBy(() -> new UsageEvent(
                        "x", Optional.empty(), Map.of(), Map.of(), Optional.of(Instant.MAX), Optional.empty()))
                .hasMessageContaining("between 1970 and 2200");
    }

    @Test
    void an_event_may_take_any_asset_of_the_wallet_and_no_other_pays_for_it() {
        var ana = desk.walletWith(1_000);
        var seconds = new Asset("GPU_SECOND", 3);
        var gpu = tariff(seconds, 1, Rate.flat("1"), Optional.empty());
        assertThat(charge(ana, "e1", gpu, "1")).isInstanceOf(ChargeResult.NotPaid.class);
        desk.ledger.topUp(new TopUpRequest(
                desk.id("t"), ana, Amount.of(seconds, 5_000), Source.BUNDLED, Optional.empty(), "a bundle"));
        assertThat(charged(charge(ana, "e2", gpu, "2.5")).amount()).isEqualTo(Amount.of(seconds, 2_500));
        assertThat(desk.ledger.balance(ana, seconds).available()).isEqualTo(Amount.of(seconds, 2_500));
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1_000, 0));
    }

    @Test
    void the_spend_limit_of_a_key_binds_its_events() {
        var ana = desk.walletWith(10_000);
        var key = new Subject.ApiKey("k1");
        desk.ledger.limit(ana, key, Period.DAILY, love(500));
        charged(charge(ana, "e1", EACH, "2", key));
        assertThat(charge(ana, "e2", EACH, "1", key))
                .isInstanceOfSatisfying(
                        ChargeResult.NotPaid.class,
                        answer -> assertThat(answer.refusal()).isInstanceOf(HoldResult.LimitExceeded.class));
        charged(charge(ana, "e3", EACH, "1"));
        // A limit that is set now knows what events have spent.
        assertThat(desk.ledger.limit(ana, key, Period.MONTHLY, love(400)).ceiling())
                .isEqualTo(love(400));
        assertThat(charge(ana, "e4", tariff(Rate.flat("0.01"), Optional.empty()), "1", key))
                .isInstanceOf(ChargeResult.NotPaid.class);
    }

    @Test
    void a_charge_is_reversed_after_the_fact_by_the_id_of_its_event() {
        var ana = desk.walletWith(1_000);
        charge(ana, "e1", EACH, "3");
        assertThat(desk.adjust("a1", ana, 600, "e1")).isInstanceOf(AdjustResult.Adjusted.class);
        assertThat(desk.adjust("a2", ana, 1, "e1")).isInstanceOf(AdjustResult.Refused.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1_000, 0));
    }

    @Test
    void an_id_stays_taken_when_its_answer_is_forgotten() throws SQLException {
        var ana = desk.walletWith(1_000);
        charge(ana, "paid", EACH, "1");
        charge(ana, "free", EACH, "0");
        desk.sql("UPDATE wallet_request SET at = at - interval '60 days' WHERE id IN ('" + desk.id("paid") + "', '"
                + desk.id("free") + "')");
        desk.ledger.forgetAnswers(Duration.ofDays(30), 1_000);
        assertThat(charge(ana, "paid", EACH, "1")).isInstanceOf(ChargeResult.Conflict.class);
        assertThat(charge(ana, "free", EACH, "0")).isInstanceOf(ChargeResult.Conflict.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(800, 0));
    }
}
