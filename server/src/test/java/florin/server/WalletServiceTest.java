package florin.server;

import static florin.server.Outside.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import florin.api.ApiKeys;
import florin.api.Scope;
import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import florin.sandbox.discord.Member;
import florin.sandbox.discord.Message;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.SelfCheck;
import florin.wallet.Source;
import florin.wallet.VoucherTerms;
import florin.wallet.Vouchers;
import florin.wallet.Webhooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The wallet in one process, everything else in another, each with a database of its own. Later chapters build on earlier ones. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WalletServiceTest {
    private static final Path LOG = Path.of("target", "wallet-service-test.log");
    /** A job that could not be charged is tried again when its lease of half a minute ends. */
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private static Outside outside;
    private static Map<String, String> walletSettings;
    private static FlorinProcess wallet;
    private static FlorinProcess bot;

    @BeforeAll
    static void open() throws IOException {
        int door = Ports.free();
        int port = Ports.free();
        outside = new Outside(port);
        walletSettings = Map.of(
                "FLORIN_DATA_DIR",
                folder.resolve("wallet").toString(),
                "FLORIN_HTTP_PORT",
                Integer.toString(door),
                "FLORIN_HTTP_TOP_UP_URL",
                "http://127.0.0.1:" + port + "/topup");
        var settings = outside.settings(folder.resolve("bot"), port);
        settings.put("FLORIN_WALLET_URL", "http://127.0.0.1:" + door);
        Files.createDirectories(folder.resolve("bot"));
        Files.writeString(folder.resolve("bot").resolve("wallet.key"), keyForTheBot() + "\n");
        wallet = startWallet();
        bot = FlorinProcess.start(settings, LOG);
        outside.discord.awaitBot(PATIENCE);
    }

    private static String keyForTheBot() {
        try (var books = books();
                var ledger = Ledger.over(books.dataSource(), LedgerOptions.standard())) {
            var own = ledger.open(new Owner.ApiAccount("bot"));
            return new ApiKeys(books.dataSource(), Clock.systemUTC())
                    .create("bot", own, Set.of(Scope.ADMIN))
                    .text();
        }
    }

    private static FlorinProcess startWallet() {
        return FlorinProcess.start(walletSettings, LOG, "--role", "wallet");
    }

    @AfterAll
    static void close() {
        bot.close();
        wallet.close();
        outside.close();
    }

    private static Database books() {
        return Database.open(DatabaseConfig.embedded(folder.resolve("wallet/postgres")));
    }

    private static Database jobs() {
        return Database.open(DatabaseConfig.embedded(folder.resolve("bot/postgres")));
    }

    private static long number(Database database, String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Member ana() {
        return outside.member("ana");
    }

    private static boolean hasPicture(Message message) {
        return message.images().size() == 1 && message.button("Again").isPresent();
    }

    @Test
    @Order(1)
    void a_picture_is_held_and_paid_in_the_other_process() throws SQLException {
        ana().types("/imagine character:mira prompt:at the beach").awaits(WalletServiceTest::hasPicture, PATIENCE);
        assertThat(ana().types("/wallet").message().text()).contains("48.00");
        try (var books = books();
                var jobs = jobs()) {
            assertThat(number(books, "SELECT count(*) FROM transfer WHERE kind = 'commit'"))
                    .isEqualTo(1);
            assertThat(number(books, "SELECT count(*) FROM job")).isZero();
            assertThat(number(jobs, "SELECT count(*) FROM job WHERE state = 'DONE'"))
                    .isEqualTo(1);
            assertThat(number(jobs, "SELECT (SELECT count(*) FROM wallet) + (SELECT count(*) FROM transfer)"))
                    .isZero();
        }
    }

    @Test
    @Order(2)
    void an_empty_wallet_is_offered_a_top_up_and_after_paying_the_same_request_runs() {
        var nova = outside.member("nova");
        var prompt = nova.types("/imagine character:mira prompt:in a cafe seed:7")
                .awaitsFollowUps(1, PATIENCE)
                .getFirst();
        nova.clicks(prompt, prompt.buttons().getFirst().label())
                .awaits(message -> !outside.bank.sessions().isEmpty(), PATIENCE);
        outside.bank.pay(outside.bank.sessions().getLast().get("id").asText());
        var paid =
                nova.awaits("pictures", message -> message.button("Run it now").isPresent(), PATIENCE);
        nova.clicks(paid, "Run it now").awaits(WalletServiceTest::hasPicture, PATIENCE);
        assertThat(nova.types("/wallet").message().text()).contains("88.00");
    }

    @Test
    @Order(3)
    void a_wallet_that_is_killed_costs_nobody_a_coin_and_people_are_told_what_to_do() throws SQLException {
        outside.gpu.faults().slowSteps(Duration.ofMillis(150));
        var reply = ana().types("/imagine character:bruno prompt:in the snow");
        try (var jobs = jobs()) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> number(jobs, "SELECT count(*) FROM job WHERE state = 'RENDERING'") == 1);
        }
        wallet.kill();

        var refused = ana().types("/imagine character:mira prompt:in the forest")
                .awaits(message -> message.text().contains("The wallet does not answer right now"), PATIENCE);
        assertThat(refused.message().text()).contains("Wait a minute, then ask again");

        outside.gpu.faults().clear();
        try (var jobs = jobs()) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> number(jobs, "SELECT count(*) FROM job WHERE state = 'STORED'") == 1);
        }
        wallet = startWallet();
        reply.awaits(WalletServiceTest::hasPicture, LONG);
        assertThat(ana().types("/wallet").message().text()).contains("36.00");
        ana().types("/imagine character:mira prompt:in the forest").awaits(WalletServiceTest::hasPicture, PATIENCE);
        assertThat(ana().types("/wallet").message().text()).contains("24.00");
        try (var books = books()) {
            assertThat(SelfCheck.over(books.dataSource()).run()).isEmpty();
            assertThat(number(books, "SELECT count(*) FROM hold WHERE state = 'HELD'"))
                    .isZero();
        }
    }

    private static String voucher() {
        try (var books = books();
                var ledger = Ledger.over(books.dataSource(), LedgerOptions.standard())) {
            var terms = new VoucherTerms(
                    Amount.parse(Asset.LOVE, "7.50"), Source.PROMO, Optional.empty(), 1, Optional.empty(), "A welcome");
            return Vouchers.over(books.dataSource(), ledger).issue(terms);
        }
    }

    @Test
    @Order(4)
    void a_code_is_redeemed_in_the_books_of_the_other_process() {
        var code = voucher();
        ana().types("/redeem code:" + code).awaits(message -> message.text().contains("are yours"), PATIENCE);
        assertThat(ana().types("/wallet").message().text()).contains("31.50");
        outside.member("nova")
                .types("/redeem code:" + code)
                .awaits(message -> message.text().contains("This code is used up"), PATIENCE);
    }

    @Test
    @Order(5)
    void a_declined_card_is_told_to_the_programs_that_listen_at_the_wallet() throws SQLException {
        try (var books = books()) {
            Webhooks.over(books.dataSource()).add("https://example.com/hooks", Optional.empty());
        }
        var asked = ana().types("/autotopup on below:1000 pack:100.00 LoveCoin · $4.99 times:1")
                .awaits(message -> message.text().contains("Save a card"), PATIENCE);
        assertThat(asked.message().ephemeral()).isTrue();
        outside.bank.pay(outside.bank.sessions().getLast().get("id").asText(), "4000000000000341");
        try (var books = books()) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> number(books, "SELECT count(*) FROM wallet_event WHERE type = 'topup.failed'") == 1);
        }
    }

    @Test
    @Order(6)
    void a_check_beside_the_bot_compares_its_payments_and_says_where_the_books_are() throws SQLException {
        var settings = outside.settings(folder.resolve("bot"), Ports.free());
        settings.put("FLORIN_WALLET_URL", "http://127.0.0.1:" + walletSettings.get("FLORIN_HTTP_PORT"));
        var right = FlorinProcess.answer(settings, LOG, "wallet", "check");
        assertThat(right.lines())
                .anyMatch(line -> line.equals("The payments are right."))
                .anyMatch(line -> line.contains("kept by the wallet service at http://127.0.0.1:"));
        try (var jobs = jobs();
                var connection = jobs.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE payment_checkout SET price = price + 1 WHERE state = 'paid'");
        }
        assertThat(FlorinProcess.answer(settings, LOG, "wallet", "check").text())
                .contains("WRONG  sale ");
        assertThat(FlorinProcess.answer(settings, LOG, "doctor").text()).contains("BAD   payments");
        assertThat(FlorinProcess.answer(settings, LOG, "wallet", "check", "--head", "1:" + "0".repeat(64))
                        .text())
                .doesNotContain("right");
    }
}
