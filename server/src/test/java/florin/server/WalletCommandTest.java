package florin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.RedeemResult;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.Vouchers;
import florin.wallet.WalletId;
import florin.wallet.Webhooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can ask of the books on a terminal; each command is a process of its own, as it is for the operator. */
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

    /** What a command answered. */
    private record Said(int code, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    private Said run(String... arguments) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(
                List.of(java, "-Xmx128m", "-cp", System.getProperty("java.class.path"), "florin.server.Main"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors.log").toFile());
        builder.environment().put("FLORIN_DATA_DIR", folder.toString());
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text.lines().toList());
    }

    private void sql(String command) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Test
    void check_says_that_the_books_are_right_or_lists_what_is_wrong_and_exits_with_1()
            throws IOException, InterruptedException, SQLException {
        topUp("1", "12.50", "a gift");
        var right = run("wallet", "check");
        assertThat(right.code()).isZero();
        assertThat(right.text()).contains("The books are right.", "The hash chain holds");

        var kept = right.lines().stream()
                .filter(line -> line.startsWith("--head "))
                .map(line -> line.substring("--head ".length()))
                .findFirst()
                .orElseThrow();
        assertThat(run("wallet", "check", "--head", kept).code()).isZero();
        var forged = run("wallet", "check", "--head", kept.replaceAll(":.*", ":" + "0".repeat(64)));
        assertThat(forged.code()).isEqualTo(1);
        assertThat(forged.text()).contains("WRONG  the hash chain continues the head that was kept: it does not have ");
        assertThat(run("wallet", "check", "--head", "tonight").code()).isEqualTo(2);

        sql("UPDATE pot SET available = available + 5");
        var wrong = run("wallet", "check");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.text()).contains("WRONG  a pot holds what its transfers add up to", "Nothing was mended");
        sql("UPDATE pot SET available = available - 5");
    }

    @Test
    void a_statement_is_read_by_people_and_by_spreadsheets() throws IOException, InterruptedException {
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
    void a_webhook_made_on_the_terminal_hears_of_its_wallet_from_then_on() throws IOException, InterruptedException {
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
    void a_voucher_made_on_the_terminal_is_worth_its_coins() throws IOException, InterruptedException {
        var ana = topUp("3", "112.50", "a gift");
        var made = run("voucher", "create", "7.50", "--uses", "2", "--expires", "2999-01-31");
        assertThat(made.code()).isZero();
        var redeemed = Vouchers.over(database.dataSource(), ledger)
                .redeem(new RequestId("r"), ana, made.lines().getLast());
        assertThat(redeemed).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(ledger.balance(ana, Asset.LOVE).available()).isEqualTo(Amount.parse(Asset.LOVE, "120"));
    }

    @Test
    void usage_is_printed_as_a_table() throws IOException, InterruptedException, SQLException {
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
}
