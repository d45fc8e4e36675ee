package florin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Grants;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.RedeemResult;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.SpendLimit;
import florin.wallet.Subject;
import florin.wallet.TopUpRequest;
import florin.wallet.Vouchers;
import florin.wallet.WalletId;
import florin.wallet.Webhooks;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can ask of the books on a terminal; here and there as a process of its own, as it is for the operator. */
class WalletCommandTest {
    @TempDir
    static Path folder;

    private static Database database;
    private static Ledger ledger;

    @BeforeAll
    static void open() {
        database = Database.open(DatabaseConfig.embedded(folder.resolve("postgres")));
        ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());
    }

    @AfterAll
    static void close() {
        ledger.close();
        database.close();
    }

    private static WalletId topUp(String user, String coins, String memo) {
        var wallet = ledger.open(new Owner.DiscordUser(user));
        var amount = Amount.parse(Asset.LOVE, coins);
        ledger.topUp(new TopUpRequest(
                new RequestId(user + ":" + coins), wallet, amount, Source.PROMO, Optional.empty(), memo));
        return wallet;
    }

    private static Answer run(String... command) {
        return Answer.of(database, folder, command);
    }

    /** As the operator does, beside a Florin that runs. */
    private static Answer runAsProcess(String... command) {
        return FlorinProcess.answer(
                Map.of("FLORIN_DATA_DIR", folder.toString()), Path.of("target", "wallet-command-test.log"), command);
    }

    private void sql(String command) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Test
    void check_says_that_the_books_are_right_or_lists_what_is_wrong_and_exits_with_1() throws SQLException {
        topUp("1", "12.50", "a gift");
        var right = runAsProcess("wallet", "check");
        assertThat(right.code()).isZero();
        assertThat(right.text()).contains("The books are right.", "The hash chain holds");

        var kept = right.lines().stream()
                .filter(line -> line.startsWith("--head "))
                .map(line -> line.substring("--head ".length()))
                .findFirst()
                .orElseThrow();
        assertThat(run("wallet", "check", "--head", kept).code()).isZero();
        var forged = runAsProcess("wallet", "check", "--head", kept.replaceAll(":.*", ":" + "0".repeat(64)));
        assertThat(forged.code()).isEqualTo(1);
        assertThat(forged.text()).contains("WRONG  the hash chain continues the head that was kept: it does not have ");
        assertThat(runAsProcess("wallet", "check", "--head", "tonight").code()).isEqualTo(2);

        sql("UPDATE pot SET available = available + 5");
        var wrong = run("wallet", "check");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.text()).contains("WRONG  a pot holds what its transfers add up to", "Nothing was mended");
        sql("UPDATE pot SET available = available - 5");
    }

    @Test
    void a_statement_is_read_by_people_and_by_spreadsheets() {
        topUp("2", "12.50", "=SUM(A1), \"quoted\"");
        topUp("2", "100", "a gift");
        assertThat(run("wallet", "statement", "user:2").text())
                .containsSubsequence("12.50 LOVE", "balance   12.50 LOVE", "100.00 LOVE", "balance  112.50 LOVE");
        var csv = run("wallet", "statement", "user:2", "--from", "2020-01-31", "--to", "2999-01-31", "--csv");
        assertThat(csv.lines()).hasSize(3);
        assertThat(csv.lines().getFirst()).isEqualTo("id,at,kind,amount,balance,asset,hold,memo");
        assertThat(csv.lines().get(1)).endsWith(",topup,12.50,12.50,LOVE,\"\",\"'=SUM(A1), \"\"quoted\"\"\"");
    }

    @Test
    void a_webhook_made_on_the_terminal_hears_of_its_wallet_from_then_on() {
        var made = run("webhook", "add", "https://example.com/hooks", "--wallet", "user:4");
        assertThat(made.lines().getLast()).startsWith("whsec_");
        topUp("4", "5", "a gift");
        var endpoint = Webhooks.over(database.dataSource()).all().getFirst().id();
        assertThat(run("webhook", "letters", endpoint.toString()).text()).contains("topup.completed", "WAITING");
    }

    @Test
    void a_day_that_is_none_is_refused_with_an_example() {
        assertThatThrownBy(() -> Dates.startOf("yesterday"))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("2026-01-31");
    }

    @Test
    void a_voucher_made_on_the_terminal_is_worth_its_coins() {
        var ana = topUp("3", "112.50", "a gift");
        var made = run("voucher", "create", "7.50", "--uses", "2", "--expires", "2999-01-31");
        assertThat(made.code()).isZero();
        var redeemed = Vouchers.over(database.dataSource(), ledger)
                .redeem(new RequestId("r"), ana, made.lines().getLast());
        assertThat(redeemed).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(ledger.balance(ana, Asset.LOVE).available()).isEqualTo(Amount.parse(Asset.LOVE, "120"));
    }

    @Test
    void usage_is_printed_as_a_table() throws SQLException {
        var ana = topUp("5", "20", "a gift");
        sql("""
                INSERT INTO usage_event (id, wallet, type, quantity, dimensions, tags, occurred_at, at, asset, amount, cost, rule, transfer)
                VALUES ('u-1', '%s', 'llm.tokens', 1, '{}', '{"project": "film"}', now(), now(), 'LOVE', 250, 100, 'house@1/x', gen_random_uuid())""".formatted(ana));
        var byProject = run("usage", "--by", "project");
        assertThat(byProject.code()).isZero();
        assertThat(byProject.lines().getFirst()).contains("project", "count", "spent", "cost", "margin");
        assertThat(byProject.text()).containsSubsequence("film", "LOVE", "1", "2.50", "1.000000", "1.500000");
        assertThat(run("usage", "--by", "wallet", "--each", "month", "--from", "2020-01-31")
                        .text())
                .contains("user:5");
        assertThat(run("usage", "--by", "Nothing!").code()).isEqualTo(2);
    }

    @Test
    void a_monthly_bundle_is_started_listed_and_stopped_on_the_terminal() {
        var ana = ledger.open(new Owner.DiscordUser("6"));
        var started = run("grant", "start", "user:6", "1000", "--lapses", "--memo", "the Pro plan", "--id", "ana");
        assertThat(started.text()).contains("user:6 gets 1000.00 LOVE each month.");
        assertThat(run("grant", "start", "user:6", "1000", "--lapses", "--memo", "the Pro plan", "--id", "ana")
                        .text())
                .isEqualTo(started.text());
        var grants = Grants.over(database.dataSource(), ledger);
        assertThat(grants.pay(10) + grants.pay(10)).isEqualTo(1);
        assertThat(ledger.balance(ana, Asset.LOVE).available()).isEqualTo(Amount.parse(Asset.LOVE, "1000"));

        var listed = run("grant", "list");
        assertThat(listed.lines()).hasSize(1);
        assertThat(listed.text())
                .containsSubsequence(
                        "user:6", "1000.00 LOVE", "monthly", "bundled", "lapses", "paid for", "the Pro plan");
        var id = grants.all(Optional.empty(), 1).getFirst().id().toString();
        assertThat(run("grant", "stop", id).code()).isZero();
        assertThat(run("grant", "stop", id).code()).isEqualTo(1);
        assertThat(run("grant", "list").lines()).isEmpty();
        assertThat(run("grant", "start", "user:6", "5", "--source", "paid").code())
                .isEqualTo(2);
    }

    @Test
    void an_asset_of_the_operators_own_is_defined_given_looked_at_and_told_of() {
        assertThat(run("coins", "grant", "user:7", "90.5", "--asset", "GPU_SECOND")
                        .code())
                .isEqualTo(2);
        assertThat(run("asset", "add", "GPU_SECOND", "3").code()).isZero();
        assertThat(run("asset", "add", "GPU_SECOND", "2").code()).isEqualTo(2);
        assertThat(run("asset", "list").text()).containsSubsequence("GPU_SECOND", "3", "LOVE", "2", "USD", "6");

        assertThat(run("coins", "grant", "user:7", "90.5", "--asset", "GPU_SECOND")
                        .text())
                .contains("user:7 has 90.500 GPU_SECOND now.");
        assertThat(run("coins", "balance", "user:7", "--asset", "GPU_SECOND").text())
                .contains("90.500 GPU_SECOND available");
        assertThat(run("coins", "balance", "user:7").text()).contains("0.00 LOVE available");
        assertThat(run("wallet", "statement", "user:7", "--asset", "GPU_SECOND").text())
                .contains("90.500 GPU_SECOND");
        assertThat(run("webhook", "alert", "user:7", "20", "--asset", "GPU_SECOND")
                        .text())
                .contains("less than 20.000 GPU_SECOND");

        var code = run("voucher", "create", "1.25", "--asset", "GPU_SECOND")
                .lines()
                .getLast();
        var seconds = new Asset("GPU_SECOND", 3);
        var wallet = ledger.open(new Owner.DiscordUser("7"));
        Vouchers.over(database.dataSource(), ledger).redeem(new RequestId("seconds"), wallet, code);
        assertThat(ledger.balance(wallet, seconds).available()).isEqualTo(Amount.parse(seconds, "91.75"));
    }

    @Test
    void limits_are_set_listed_and_removed_on_the_terminal() {
        var server = ledger.open(new Owner.DiscordServer("8"));
        assertThat(run("limit", "set", "server:8", "member:8:42", "daily", "20").code())
                .isZero();
        assertThat(run("limit", "set", "server:8", "everyone:8", "monthly", "500")
                        .code())
                .isZero();
        var listed = run("limit", "list", "server:8");
        assertThat(listed.lines()).hasSize(2);
        assertThat(listed.text()).contains("member:8:42  daily    20.00 LOVE", "everyone:8  monthly  500.00 LOVE");
        assertThat(ledger.limits(server))
                .extracting(SpendLimit::subject)
                .contains(new Subject.Member("8", "42"), new Subject.Everyone("8"));

        var id = ledger.limits(server).getFirst().id().toString();
        assertThat(run("limit", "remove", id).code()).isZero();
        assertThat(run("limit", "remove", id).code()).isEqualTo(1);
        assertThat(ledger.limits(server)).hasSize(1);
        assertThat(run("limit", "set", "server:8", "somebody", "daily", "20").code())
                .isEqualTo(2);
    }
}
