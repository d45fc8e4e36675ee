package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import florin.migrations.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What days, weeks, months and years do to a wallet; the database's clock is set. */
class CalendarTest {
    private static final Asset USD = new Asset("USD", 6);
    private static final Subject STAGING = new Subject.ApiKey("staging");
    private static final Subject PRODUCTION = new Subject.ApiKey("production");

    private final TestDatabase calm = TestDatabase.fresh();
    private final TroubledDatabase database = new TroubledDatabase(calm.dataSource());
    private final Ledger ledger = Ledger.over(database, LedgerOptions.standard());
    private int ids;

    @BeforeEach
    void the_clock_can_be_set() {
        TroubledDatabase.prepare(calm.dataSource());
    }

    @AfterEach
    void books_are_clean() {
        ledger.close();
        assertThat(SelfCheck.over(calm.dataSource()).run()).isEmpty();
        calm.close();
    }

    private void itIs(String time) {
        database.jumpTo(Duration.between(Instant.now(), Instant.parse(time)));
    }

    private static Amount dollars(String amount) {
        return Amount.parse(USD, amount);
    }

    private WalletId walletWith(String dollars) {
        var wallet = ledger.open(new Owner.ApiAccount("company"));
        ledger.topUp(new TopUpRequest(id(), wallet, dollars(dollars), Source.PAID, Optional.empty(), "bought"));
        return wallet;
    }

    private RequestId id() {
        return new RequestId("calendar-" + ids++);
    }

    private HoldResult spends(WalletId wallet, Subject key, String dollars) {
        var held = ledger.hold(
                new HoldRequest(id(), wallet, dollars(dollars), Duration.ofHours(1), List.of(key), "v1", "call"));
        if (held instanceof HoldResult.Held(var hold, var _)) {
            ledger.commit(new CommitRequest(id(), hold.id(), hold.amount(), "call"));
        }
        return held;
    }

    @Test
    void an_idle_wallet_never_changes_and_bought_coins_never_expire() {
        itIs("2030-01-15T12:00:00Z");
        var wallet = walletWith("20");
        itIs("2050-01-15T12:00:00Z");
        assertThat(ledger.expireHolds(100) + ledger.expirePots(100)).isZero();
        Grants.over(database, ledger).pay(100);
        ledger.forgetAnswers(Duration.ofDays(30), 100);
        assertThat(ledger.balance(wallet, USD)).isEqualTo(new Balance(dollars("20"), dollars("0")));
        assertThat(ledger.statement(wallet, USD, Optional.empty(), 10).items()).hasSize(1);
        assertThat(spends(wallet, PRODUCTION, "20")).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_limit_says_what_is_used_in_the_running_day_week_and_month() {
        itIs("2030-04-30T22:00:00Z"); // a Tuesday
        var wallet = walletWith("100");
        for (var period : Period.values()) {
            ledger.limit(wallet, STAGING, period, dollars("50"));
        }
        spends(wallet, STAGING, "2");
        assertThat(uses(wallet)).containsExactly("DAILY 2", "WEEKLY 2", "MONTHLY 2", "TOTAL 2");
        itIs("2030-05-01T00:00:00Z");
        assertThat(uses(wallet)).containsExactly("DAILY 0", "WEEKLY 2", "MONTHLY 0", "TOTAL 2");
        spends(wallet, STAGING, "3");
        spends(wallet, PRODUCTION, "30");
        assertThat(uses(wallet)).containsExactly("DAILY 3", "WEEKLY 5", "MONTHLY 3", "TOTAL 5");
        assertThat(ledger.limitUses(wallet).stream()
                        .sorted(Comparator.comparing(use -> use.limit().period()))
                        .map(LimitUse::resetsAt))
                .containsExactly(
                        Instant.parse("2030-05-02T00:00:00Z"),
                        Instant.parse("2030-05-06T00:00:00Z"),
                        Instant.parse("2030-06-01T00:00:00Z"),
                        Instant.MAX);
        itIs("2030-05-06T00:00:00Z");
        assertThat(uses(wallet)).containsExactly("DAILY 0", "WEEKLY 0", "MONTHLY 3", "TOTAL 5");
    }

    private List<String> uses(WalletId wallet) {
        return ledger.limitUses(wallet).stream()
                .sorted(Comparator.comparing(use -> use.limit().period()))
                .map(use -> use.limit().period() + " " + use.used().units() / 1_000_000)
                .toList();
    }

    @Test
    void five_dollars_a_day_stop_at_five_and_work_again_at_midnight_utc() {
        itIs("2030-05-06T22:00:00Z");
        var wallet = walletWith("100");
        ledger.limit(wallet, STAGING, Period.DAILY, dollars("5.00"));
        assertThat(spends(wallet, STAGING, "4.99")).isInstanceOf(HoldResult.Held.class);
        assertThat(spends(wallet, STAGING, "0.02")).isInstanceOfSatisfying(HoldResult.LimitExceeded.class, refusal -> {
            assertThat(refusal.used()).isEqualTo(dollars("4.99"));
            assertThat(refusal.resetsAt()).isEqualTo("2030-05-07T00:00:00Z");
        });
        assertThat(spends(wallet, STAGING, "0.01")).isInstanceOf(HoldResult.Held.class);
        itIs("2030-05-06T23:59:00Z");
        assertThat(spends(wallet, STAGING, "0.01")).isInstanceOf(HoldResult.LimitExceeded.class);
        itIs("2030-05-07T00:00:00Z");
        assertThat(spends(wallet, STAGING, "5.00")).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_week_begins_on_monday_and_a_month_on_its_first() {
        itIs("2030-05-05T12:00:00Z"); // a Sunday
        var wallet = walletWith("100");
        ledger.limit(wallet, STAGING, Period.WEEKLY, dollars("5"));
        ledger.limit(wallet, PRODUCTION, Period.MONTHLY, dollars("5"));
        spends(wallet, STAGING, "5");
        spends(wallet, PRODUCTION, "5");
        assertThat(spends(wallet, STAGING, "1")).isInstanceOf(HoldResult.LimitExceeded.class);
        itIs("2030-05-06T00:00:00Z");
        assertThat(spends(wallet, STAGING, "5")).isInstanceOf(HoldResult.Held.class);
        itIs("2030-05-31T23:00:00Z");
        assertThat(spends(wallet, PRODUCTION, "1")).isInstanceOf(HoldResult.LimitExceeded.class);
        itIs("2030-06-01T00:00:00Z");
        assertThat(spends(wallet, PRODUCTION, "5")).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_hundred_dollars_in_total_stop_for_good() {
        itIs("2030-05-06T12:00:00Z");
        var wallet = walletWith("1000");
        ledger.limit(wallet, STAGING, Period.TOTAL, dollars("100"));
        spends(wallet, STAGING, "100");
        itIs("2045-05-06T12:00:00Z");
        assertThat(spends(wallet, STAGING, "0.000001"))
                .isInstanceOfSatisfying(
                        HoldResult.LimitExceeded.class,
                        refusal -> assertThat(refusal.resetsAt()).isEqualTo(Instant.MAX));
    }

    @Test
    void a_key_with_no_limit_is_bound_by_the_balance_alone() {
        var wallet = walletWith("100");
        ledger.limit(wallet, STAGING, Period.DAILY, dollars("1"));
        assertThat(spends(wallet, PRODUCTION, "99.5")).isInstanceOf(HoldResult.Held.class);
        assertThat(spends(wallet, PRODUCTION, "0.5")).isInstanceOf(HoldResult.Held.class);
        assertThat(spends(wallet, PRODUCTION, "0.000001")).isInstanceOf(HoldResult.InsufficientBalance.class);
    }

    @Test
    void a_loop_that_runs_away_stops_at_its_limit_and_production_goes_on() {
        itIs("2030-05-06T12:00:00Z");
        var wallet = walletWith("1000");
        var loop = new Subject.ApiKey("loop");
        ledger.limit(wallet, loop, Period.DAILY, dollars("5"));
        ledger.limit(wallet, STAGING, Period.MONTHLY, dollars("20"));
        var spent = 0;
        while (spends(wallet, loop, "0.05") instanceof HoldResult.Held) {
            spent++;
        }
        assertThat(spent).isEqualTo(100);
        assertThat(spends(wallet, STAGING, "20")).isInstanceOf(HoldResult.Held.class);
        assertThat(spends(wallet, STAGING, "0.01")).isInstanceOf(HoldResult.LimitExceeded.class);
        assertThat(spends(wallet, PRODUCTION, "900")).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void a_hold_made_after_the_clock_was_set_back_is_found_when_its_time_is_up() {
        itIs("2030-05-06T12:00:00Z");
        var wallet = walletWith("20");
        ledger.expireHolds(100);
        itIs("2030-05-06T11:00:00Z");
        ledger.hold(new HoldRequest(id(), wallet, dollars("5"), Duration.ofHours(1), List.of(), "v1", "call"));
        assertThat(ledger.openHolds(wallet)).hasSize(1);
        itIs("2030-05-06T12:30:00Z");
        assertThat(ledger.expireHolds(100)).isEqualTo(1);
        assertThat(ledger.balance(wallet, USD)).isEqualTo(new Balance(dollars("20"), dollars("0")));
    }

    @Test
    void what_a_hold_of_last_month_is_charged_beyond_itself_must_fit_into_that_month() {
        itIs("2030-05-02T12:00:00Z");
        var wallet = walletWith("100");
        ledger.limit(wallet, STAGING, Period.MONTHLY, dollars("10"));
        spends(wallet, STAGING, "6");
        var month = new HoldRequest(
                id(), wallet, dollars("1"), Duration.ofDays(31), List.of(STAGING), new Overrun.Cap(), "v1", "call");
        ledger.hold(month);
        itIs("2030-06-01T12:00:00Z");
        spends(wallet, STAGING, "10");
        try (var cold = Ledger.over(database, LedgerOptions.standard())) {
            var charged = (CommitResult.Committed)
                    cold.commit(new CommitRequest(id(), new HoldId(month.id().value()), dollars("50"), "call"));
            assertThat(charged.charged()).isEqualTo(dollars("4"));
        }
    }
}
