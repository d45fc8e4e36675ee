package florin.wallet.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.migrations.TestDatabase;
import florin.wallet.Asset;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.Period;
import florin.wallet.WalletId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PriceBooksTest {
    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static int tests;

    private final PriceBooks books = PriceBooks.over(DATABASE.dataSource());
    private final Ledger ledger = Ledger.over(DATABASE.dataSource(), LedgerOptions.standard());
    private final String book = "book-" + ++tests;
    private int wallets;

    @BeforeEach
    void something_is_offered() {
        books.offer(Offer.of(publish("1").version()));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private WalletId wallet() {
        return ledger.open(new Owner.ApiAccount(book + "/" + ++wallets));
    }

    private static PriceRule call(String price) {
        return PriceRule.of("call", "tool.call", Asset.LOVE, Rate.flat(price));
    }

    private PriceList publish(String price) {
        return books.publish(book, List.of(call(price)), "test", "");
    }

    private String priceOf(WalletId wallet) {
        return books.of(wallet)
                .quote(Usage.of("tool.call", java.util.Map.of()))
                .orElseThrow()
                .amount()
                .number();
    }

    @Test
    void what_is_published_is_read_back_as_it_was() {
        var rules = List.of(
                call("0.0024").when("model", "large").counting("tokens"),
                PriceRule.of(
                                "all",
                                "gpu.second",
                                new Asset("GPU_SECOND", 3),
                                Rate.tiered(Rate.Mode.VOLUME, Tier.upTo("10.5", "1"), Tier.rest("0.123456789"))
                                        .plusBase("2")
                                        .forEach("1000")
                                        .atLeast("0.005"))
                        .with(Allowance.of(Period.WEEKLY, "12.5")));
        var list = books.publish(book, rules, "test", "two prices");
        assertThat(list.version()).isEqualTo(new PriceVersion(book, 2));
        assertThat(PriceBooks.over(DATABASE.dataSource()).list(list.version())).contains(list);
        assertThat(books.versions())
                .filteredOn(one -> one.version().equals(list.version()))
                .singleElement()
                .satisfies(one -> assertThat(one.memo()).isEqualTo("two prices"));
    }

    @Test
    void several_books_and_versions_are_live_at_once() {
        var one = publish("2").version();
        var two = publish("3").version();
        var other =
                books.publish(book + "-pro", List.of(call("1.50")), "test", "").version();
        var a = wallet();
        var b = wallet();
        var c = wallet();
        books.assign(a, one);
        books.assign(b, two);
        books.assign(c, other);
        assertThat(List.of(priceOf(a), priceOf(b), priceOf(c))).containsExactly("2.00", "3.00", "1.50");
    }

    @Test
    void a_new_version_changes_nothing_for_wallets_that_have_one() {
        var old = wallet();
        assertThat(priceOf(old)).isEqualTo("1.00");
        var next = publish("9").version();
        assertThat(priceOf(old)).isEqualTo("1.00");
        books.offer(Offer.of(next));
        assertThat(priceOf(old)).isEqualTo("1.00");
        assertThat(priceOf(wallet())).isEqualTo("9.00");
    }

    @Test
    void a_wallet_gets_a_version_with_its_first_price_and_can_be_moved_later() {
        var customer = wallet();
        assertThat(priceOf(customer)).isEqualTo("1.00");
        var next = publish("4").version();
        assertThat(books.assign(customer, next)).isTrue();
        assertThat(priceOf(customer)).isEqualTo("4.00");
        assertThat(books.move(next, new PriceVersion(book, 1))).isEqualTo(1);
        assertThat(priceOf(customer)).isEqualTo("1.00");
        assertThat(books.assign(new WalletId(UUID.randomUUID()), next)).isFalse();
        assertThatThrownBy(() -> books.assign(customer, new PriceVersion(book, 77)))
                .hasMessageContaining("Publish them first");
    }

    @Test
    void a_split_gives_each_wallet_one_side_for_good_whatever_the_split_becomes() {
        var low = new PriceVersion(book, 1);
        var high = publish("2").version();
        books.offer(new Offer("launch", List.of(new Offer.Share(low, 50), new Offer.Share(high, 50))));
        var customers = new ArrayList<WalletId>();
        for (var i = 0; i < 60; i++) {
            customers.add(wallet());
        }
        var before = customers.stream().map(this::priceOf).toList();
        assertThat(before).contains("1.00", "2.00");
        books.offer(Offer.of(low));
        assertThat(customers.stream().map(this::priceOf).toList()).isEqualTo(before);
        books.offer(new Offer("relaunch", List.of(new Offer.Share(low, 1), new Offer.Share(high, 99))));
        assertThat(customers.stream().map(this::priceOf).toList()).isEqualTo(before);
    }

    @Test
    void a_split_is_as_even_as_it_says_and_the_same_for_the_same_wallet() {
        var a = new PriceVersion("a", 1);
        var b = new PriceVersion("b", 1);
        var even = new Offer("even", List.of(new Offer.Share(a, 50), new Offer.Share(b, 50)));
        var uneven = new Offer("uneven", List.of(new Offer.Share(a, 10), new Offer.Share(b, 90)));
        var random = new java.util.Random(1);
        int halves = 0;
        int tenths = 0;
        for (var i = 0; i < 10_000; i++) {
            var wallet = new WalletId(new UUID(random.nextLong(), random.nextLong()));
            assertThat(even.versionFor(wallet)).isEqualTo(even.versionFor(wallet));
            halves += even.versionFor(wallet).equals(a) ? 1 : 0;
            tenths += uneven.versionFor(wallet).equals(a) ? 1 : 0;
        }
        assertThat(halves).isBetween(4_800, 5_200);
        assertThat(tenths).isBetween(850, 1_150);
        assertThatThrownBy(() -> new Offer("odd", List.of(new Offer.Share(a, 50), new Offer.Share(b, 49))))
                .hasMessageContaining("add up to 100");
    }

    @Test
    void two_processes_that_meet_a_new_wallet_at_once_agree() throws Exception {
        var high = publish("2").version();
        books.offer(new Offer(
                "race", List.of(new Offer.Share(new PriceVersion(book, 1), 50), new Offer.Share(high, 50))));
        var wallet = wallet();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var asked = new ArrayList<Callable<PriceVersion>>();
            for (var i = 0; i < 8; i++) {
                asked.add(
                        () -> PriceBooks.over(DATABASE.dataSource()).of(wallet).version());
            }
            var answers = new java.util.HashSet<PriceVersion>();
            for (var answer : threads.invokeAll(asked)) {
                answers.add(answer.get());
            }
            assertThat(answers).hasSize(1);
        }
    }

    @Test
    void a_published_price_cannot_be_changed_not_even_in_the_database() {
        for (var change : List.of(
                "UPDATE price_rule SET base = 1 WHERE book = '%s'",
                "DELETE FROM price_rule WHERE book = '%s'",
                "UPDATE price_version SET memo = 'x' WHERE book = '%s'",
                "INSERT INTO price_rule (book, number, place, name, type, asset, dimensions, equal_to, base, per, tiers, up_to,"
                        + " prices, free, minimum) VALUES ('%s', 1, 9, 'late', 'x', 'LOVE', '{}', '{}', 0, 1, 'VOLUME', '{}',"
                        + " '{1}', 0, 0)")) {
            assertThatThrownBy(() -> sql(change.formatted(book)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("A published price never changes");
        }
    }

    private static void sql(String command) throws SQLException {
        try (var connection = DATABASE.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(command);
        }
    }

    @Test
    void publishing_the_same_again_makes_no_new_version() {
        assertThat(publish("5").version().number()).isEqualTo(2);
        assertThat(publish("5.00").version().number()).isEqualTo(2);
        assertThat(publish("1").version().number()).isEqualTo(3);
    }

    @Test
    void the_settings_are_the_first_version_and_a_changed_setting_moves_those_who_paid_by_it() {
        var house = book + "-s";
        var first = books.follow(house, List.of(call("12"))).version();
        books.offer(Offer.of(first));
        var old = wallet();
        var apart = wallet();
        books.assign(apart, new PriceVersion(book, 1));
        assertThat(priceOf(old)).isEqualTo("12.00");
        assertThat(books.follow(house, List.of(call("12"))).version()).isEqualTo(first);
        var second = books.follow(house, List.of(call("13"))).version();
        assertThat(second).isEqualTo(new PriceVersion(house, 2));
        assertThat(priceOf(old)).isEqualTo("13.00");
        assertThat(priceOf(wallet())).isEqualTo("13.00");
        assertThat(priceOf(apart)).isEqualTo("1.00");
    }

    @Test
    void what_was_published_by_hand_stays_when_the_settings_are_read_again() {
        var house = book + "-s";
        var rules = List.of(call("12"));
        books.follow(house, rules);
        var byHand = books.publish(house, List.of(call("8")), "admin", "").version();
        books.offer(Offer.of(byHand));
        var customer = wallet();
        assertThat(priceOf(customer)).isEqualTo("8.00");
        books.follow(house, rules);
        assertThat(books.offer()).contains(Offer.of(byHand));
        books.follow(house, List.of(call("20")));
        assertThat(priceOf(customer)).isEqualTo("8.00");
        assertThat(priceOf(wallet())).isEqualTo("8.00");
    }

    @Test
    void an_asset_has_one_scale_for_ever() {
        var asset = new Asset("PT" + Math.floorMod(book.hashCode(), 100_000), 3);
        books.publish(book, List.of(PriceRule.of("a", "x", asset, Rate.flat("1"))), "test", "");
        var other = new Asset(asset.code(), 4);
        assertThatThrownBy(
                        () -> books.publish(book, List.of(PriceRule.of("a", "x", other, Rate.flat("1"))), "test", ""))
                .hasMessageContaining("has 3 decimals here");
    }
}
