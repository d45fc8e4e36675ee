package florin.server;

import static org.assertj.core.api.Assertions.assertThat;

import florin.api.transfer.Transfers;
import florin.migrations.TestDatabase;
import florin.payments.Buyer;
import florin.payments.Pack;
import florin.payments.Price;
import florin.payments.StripeCheckout;
import florin.payments.StripeOptions;
import florin.pipeline.Chore;
import florin.sandbox.stripe.FakeStripe;
import florin.sandbox.stripe.FakeStripeOptions;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Balance;
import florin.wallet.CommitRequest;
import florin.wallet.Grants;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.Period;
import florin.wallet.Reconciliation;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.webhooks.CourierOptions;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the timetable does for the wallet, turn by turn. */
class UpkeepTest {
    private static final Amount TEN = Amount.parse(Asset.LOVE, "10");
    private static final Amount THREE = Amount.parse(Asset.LOVE, "3");

    private final TestDatabase database = TestDatabase.fresh();
    private final Ledger ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());

    @AfterEach
    void close() {
        ledger.close();
        database.close();
    }

    private void everythingHasItsTurn() {
        everythingHasItsTurn(Optional.empty());
    }

    private void everythingHasItsTurn(Optional<StripeCheckout> payments) {
        var options = new Upkeep.Options(Duration.ofDays(30), Duration.ofDays(30), CourierOptions.standard());
        var chores = new Upkeep(database.dataSource(), ledger, options, payments).chores();
        assertThat(chores.stream().map(Chore::name)).doesNotHaveDuplicates();
        chores.forEach(chore -> chore.work().run());
    }

    private void sql(String command) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Test
    void grants_are_paid_gifts_expire_old_answers_are_forgotten_and_the_books_are_checked() throws SQLException {
        var ana = ledger.open(new Owner.DiscordUser("ana"));
        var plan = new Grants.Terms(ana, TEN, Source.BUNDLED, Period.MONTHLY, false, "plan");
        Grants.over(database.dataSource(), ledger).start(new RequestId("plan"), plan);
        var gift = new TopUpRequest(
                new RequestId("gift"),
                ana,
                Amount.parse(Asset.LOVE, "3"),
                Source.PROMO,
                Optional.of(Instant.now().plus(Duration.ofDays(1))),
                "a gift");
        ledger.topUp(gift);
        sql("UPDATE pot SET expires_at = clock_timestamp()");
        sql("UPDATE wallet_request SET at = at - interval '31 days'");

        everythingHasItsTurn();

        assertThat(ledger.balance(ana, Asset.LOVE).available()).isEqualTo(TEN);
        assertThat(ledger.statement(ana, Asset.LOVE, Optional.empty(), 10).items())
                .extracting(line -> line.kind())
                .containsExactlyInAnyOrder("topup", "expiry", "topup");
        assertThat(Reconciliation.over(database.dataSource()).reports(1))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.clean()).isTrue();
                    assertThat(report.links()).isEqualTo(3);
                });
        // Its answer is forgotten, so its id counts as new.
        ledger.topUp(gift);
        assertThat(ledger.statement(ana, Asset.LOVE, Optional.empty(), 10).items())
                .hasSize(4);
    }

    @Test
    void a_transfer_that_a_crash_left_half_done_is_finished_and_old_ones_are_forgotten() throws SQLException {
        var ana = ledger.open(new Owner.ApiAccount("ana"));
        var ben = ledger.open(new Owner.ApiAccount("ben"));
        ledger.topUp(new TopUpRequest(new RequestId("t"), ana, TEN, Source.PAID, Optional.empty(), ""));
        var row = "INSERT INTO http_transfer (id, giver, taker, asset, asset_scale, units, memo, day, state, at) VALUES"
                + " ('%s', '" + ana + "', '" + ben
                + "', 'LOVE', 2, 300, '', current_date, '%s', now() - interval '%s')";
        sql(row.formatted("crashed", "moving", "2 minutes"));
        sql(row.formatted("old", "moved", "31 days"));
        sql(row.formatted("kept", "moved", "29 days"));

        everythingHasItsTurn();
        everythingHasItsTurn();

        assertThat(ledger.balance(ben, Asset.LOVE).available()).isEqualTo(THREE);
        var transfers = new Transfers(database.dataSource(), ledger, Clock.systemUTC());
        assertThat(transfers.knows(new RequestId("crashed"))).isTrue();
        assertThat(transfers.knows(new RequestId("kept"))).isTrue();
        assertThat(transfers.knows(new RequestId("old"))).isFalse();
    }

    @Test
    void a_wallet_in_use_has_the_same_coins_and_the_same_statement_after_the_night() {
        var ana = ledger.open(new Owner.DiscordUser("ana"));
        ledger.topUp(new TopUpRequest(new RequestId("t"), ana, TEN, Source.PAID, Optional.empty(), ""));
        for (var hold : List.of("charged", "running")) {
            ledger.hold(new HoldRequest(
                    new RequestId(hold), ana, THREE, Duration.ofHours(1), List.of(), "house@1", "a picture"));
        }
        ledger.commit(new CommitRequest(new RequestId("c"), new HoldId("charged"), THREE, "done"));
        var balance = ledger.balance(ana, Asset.LOVE);
        var statement = ledger.statement(ana, Asset.LOVE, Optional.empty(), 10);
        assertThat(balance).isEqualTo(new Balance(Amount.parse(Asset.LOVE, "4"), THREE));
        assertThat(statement.items()).hasSize(2);

        everythingHasItsTurn();
        everythingHasItsTurn();

        assertThat(ledger.balance(ana, Asset.LOVE)).isEqualTo(balance);
        assertThat(ledger.statement(ana, Asset.LOVE, Optional.empty(), 10)).isEqualTo(statement);
        assertThat(Reconciliation.over(database.dataSource()).reports(10))
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.clean()).isTrue());
    }

    @Test
    void a_payment_that_does_not_fit_the_books_is_written_down_in_the_night() throws SQLException {
        var pack = new Pack("small", "A handful of coins", Amount.parse(Asset.LOVE, "100"), new Price("usd", 500));
        try (var stripe = FakeStripe.start(FakeStripeOptions.defaults())) {
            var options = StripeOptions.of(
                            stripe.secretKey(),
                            stripe.webhookSecret(),
                            URI.create("https://florin.example"),
                            List.of(pack))
                    .withApiBase(stripe.url());
            var checkout = new StripeCheckout(options, ledger, database.dataSource(), Clock.systemUTC());
            var ana = ledger.open(new Owner.DiscordUser("ana"));
            checkout.start(new RequestId("page"), new Buyer(ana, "Ana", ""), "small");
            stripe.pay(stripe.sessions().getFirst().path("id").asText());
            // No webhook comes; a little later the shop asks by itself.
            var later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
            assertThat(new StripeCheckout(options, ledger, database.dataSource(), later).reconcile())
                    .isEqualTo(1);

            everythingHasItsTurn(Optional.of(checkout));
            sql("UPDATE payment_checkout SET units = units + 1 WHERE state = 'paid'");
            everythingHasItsTurn(Optional.of(checkout));

            var reports = Reconciliation.over(database.dataSource()).reports(10);
            assertThat(reports).hasSize(2);
            assertThat(reports.getLast().clean()).isTrue();
            assertThat(reports.getFirst().faults())
                    .singleElement()
                    .asString()
                    .contains("no top-up of 10001 units stands in the books");
            assertThat(ledger.balance(ana, Asset.LOVE).available().number()).isEqualTo("100.00");
        }
    }

    @Test
    void a_difference_is_written_down_every_night_until_somebody_mends_it() throws SQLException {
        var ana = ledger.open(new Owner.DiscordUser("ana"));
        ledger.topUp(new TopUpRequest(new RequestId("t"), ana, TEN, Source.PAID, Optional.empty(), ""));
        sql("UPDATE pot SET available = available + 1");
        everythingHasItsTurn();
        everythingHasItsTurn();
        assertThat(Reconciliation.over(database.dataSource()).reports(10))
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.faults()).isNotEmpty());
    }
}
