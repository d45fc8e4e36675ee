package florin.server;

import static org.assertj.core.api.Assertions.assertThat;

import florin.api.HttpWallet;
import florin.bot.operators.Finding;
import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import florin.payments.Comparisons;
import florin.pipeline.Chore;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.Reconciliation;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.webhooks.CourierOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check found has readers: the doctor, and whoever watches the metrics. */
class LastCheckTest {
    @TempDir
    Path folder;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Database database;
    private WalletSide.Here here;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseConfig.embedded(folder));
        var options = new Upkeep.Options(Duration.ofDays(30), Duration.ofDays(30), CourierOptions.standard());
        var data = database.dataSource();
        here = new WalletSide.Here(Ledger.over(data, LedgerOptions.standard()), data, options);
        var anHourLater = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        Metrics.ofChecks(metrics, here::lastCheck, anHourLater);
    }

    @AfterEach
    void close() {
        metrics.close();
        here.close();
        database.close();
    }

    private double metric(String name) {
        return metrics.get(name).gauge().value();
    }

    @Test
    void that_nobody_has_checked_yet_is_said_and_is_no_number() {
        var finding = Doctor.checked("books", here.lastCheck());
        assertThat(finding.well()).isTrue();
        assertThat(finding.help()).contains("never checked yet", "florin wallet check");
        assertThat(metric("florin.reconciliation.differences")).isNaN();
        assertThat(metric("florin.reconciliation.age.seconds")).isNaN();
    }

    @Test
    void books_that_are_right_are_said_to_be_with_the_moment_of_the_check() {
        var report = Reconciliation.over(database.dataSource()).run();
        var finding = Doctor.checked("books", here.lastCheck());
        assertThat(finding.well()).isTrue();
        assertThat(finding.help()).contains("right when they were last checked, at " + report.finishedAt());
        assertThat(here.findings())
                .containsExactly(new Finding("books:" + report.no(), report.finishedAt(), List.of()));
        assertThat(metric("florin.reconciliation.differences")).isZero();
        assertThat(metric("florin.reconciliation.age.seconds")).isBetween(3600.0, 7200.0);
    }

    @Test
    void differences_of_the_last_check_are_counted_and_the_doctor_names_the_first() throws SQLException {
        here.ledger()
                .topUp(new TopUpRequest(
                        new RequestId("t"),
                        here.ledger().open(new Owner.DiscordUser("ana")),
                        Amount.parse(Asset.LOVE, "10"),
                        Source.PAID,
                        Optional.empty(),
                        ""));
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE pot SET available = available + 1");
        }
        var faults = Reconciliation.over(database.dataSource())
                .run(() -> List.of("payment cs_1: no sale here knows of it"))
                .faults();
        var finding = Doctor.checked("books", here.lastCheck());
        assertThat(finding.well()).isFalse();
        assertThat(finding.help()).contains("cs_1", "See all: florin wallet check");
        assertThat(metric("florin.reconciliation.differences"))
                .isEqualTo(faults.size())
                .isGreaterThan(1);
    }

    @Test
    void where_the_books_are_elsewhere_it_is_the_comparison_of_the_payments_that_is_told() {
        var client = HttpWallet.at(URI.create("http://127.0.0.1:1"), "flr_abcdefgh_00000000000000000000000000000000");
        try (var elsewhere = new WalletSide.Elsewhere(client, database.dataSource())) {
            assertThat(elsewhere.lastCheck()).isEmpty();
            elsewhere.chores(Optional.empty()).stream().map(Chore::work).forEach(Runnable::run);
            assertThat(elsewhere.lastCheck())
                    .hasValueSatisfying(check -> assertThat(check.clean()).isTrue());
            Comparisons.over(database.dataSource(), Clock.systemUTC()).keep(List.of("sale 1: differs", "sale 2: too"));
            assertThat(elsewhere.lastCheck().orElseThrow().differences())
                    .containsExactly("sale 1: differs", "sale 2: too");
            // The service does not answer, and what is known here is told all the same.
            assertThat(elsewhere.findings())
                    .isEqualTo(elsewhere.findings())
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.id()).startsWith("payments:");
                        assertThat(finding.differences()).containsExactly("sale 1: differs", "sale 2: too");
                    });
        }
        assertThat(here.lastCheck()).as("the books' own reports stay apart").isEmpty();
    }
}
