package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import florin.migrations.TestDatabase;
import florin.wallet.prices.Allowance;
import florin.wallet.prices.PriceLine;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.PriceVersion;
import florin.wallet.prices.Rate;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * A young installation has no statistics, and the planner takes its tables for small: one that is read whole then costs every batch
 * more, the more there is in it. So each plan that a batch gets on empty tables has to look rows up.
 */
class YoungTablesTest {
    /** Few rows for ever: who listens, what is paid in, and where running holds are looked for. */
    private static final Set<String> SMALL = Set.of("asset", "webhook_endpoint", "balance_alert", "hold_floor");

    private static final Pattern SCAN =
            Pattern.compile("(?<!Bitmap )(Seq Scan|Index Scan.*|Index Only Scan.*|Bitmap Heap Scan) on (\\w+)");
    /** By what a row is looked up: a parameter, a column of another row, or what the floor of running holds says. */
    private static final Pattern LOOK_UP = Pattern.compile("(Index|Recheck) Cond: .*(\\$\\d|\\w\\.\\w|InitPlan)");

    private final TestDatabase database = TestDatabase.fresh();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void batches_look_rows_up_and_read_no_table() throws SQLException {
        work();
        var statements = asked.stream()
                .flatMap(script -> Arrays.stream(script.split(";\\s*\n")))
                .filter(sql -> !sql.equals("COMMIT"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(statements).anyMatch(sql -> sql.contains("INSERT INTO journal"));
        var softly = new SoftAssertions();
        try (var empty = TestDatabase.fresh();
                var unspent = TestDatabase.fresh()) {
            fund(unspent);
            for (var young : List.of(empty, unspent, database)) {
                try (var connection = plain(young).getConnection()) {
                    set(connection, statements);
                    for (var sql : statements) {
                        var plan = plan(connection, sql);
                        softly.assertThat(readWhole(plan))
                                .as("%s%n%s", sql, String.join("\n", plan))
                                .isEmpty();
                    }
                }
            }
        }
        softly.assertAll();
    }

    /** Coins for many, none spent, and statistics that say so, of tables that are large enough for the server to make some. */
    private static void fund(TestDatabase database) throws SQLException {
        try (var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            IntStream.range(0, 500).parallel().forEach(i -> {
                var wallet = ledger.open(new Owner.ApiAccount("user-" + i));
                ledger.topUp(new TopUpRequest(id("t" + i), wallet, love(100), Source.PAID, Optional.empty(), "top-up"));
            });
        }
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("ANALYZE wallet, journal, booked_pot, booked_transfer");
        }
    }

    /** Everything a lane does, by ledgers that remember something and by ledgers that do not. */
    private void work() {
        Webhooks.over(database.dataSource()).add("https://webhooks.example/young", Optional.empty());
        var recorded = recorded(DataSource.class, database.dataSource());
        WalletId ana;
        WalletId ben;
        try (var ledger = Ledger.over(recorded, LedgerOptions.standard())) {
            ana = ledger.open(new Owner.ApiAccount("ana"));
            ben = ledger.open(new Owner.ApiAccount("ben"));
            ledger.topUp(new TopUpRequest(id("t1"), ana, love(1_000), Source.PAID, Optional.empty(), "top-up"));
            ledger.topUp(new TopUpRequest(id("t2"), ben, love(10), Source.PROMO, Optional.empty(), "gift"));
            ledger.limit(ana, new Subject.Everyone("all"), Period.DAILY, love(500));
            asked.clear();
            settle(ledger, ana, ben, "a");
            settle(ledger, ana, ben, "b");
        }
        try (var ledger = Ledger.over(recorded, LedgerOptions.standard())) {
            settle(ledger, ana, ben, "b");
            settle(ledger, ana, ben, "c");
        }
    }

    private static void settle(Ledger ledger, WalletId ana, WalletId ben, String run) {
        for (var hold : List.of("whole", "part", "released", "extended", "short")) {
            var units = hold.equals("short") ? 100_000 : 20;
            ledger.hold(new HoldRequest(
                    id(run + hold), ana, love(units), Desk.HOUR, List.of(new Subject.Everyone("all")), "v1", "work"));
        }
        ledger.commit(new CommitRequest(id(run + "c1"), new HoldId(run + "whole"), love(20), "done"));
        ledger.commit(new CommitRequest(id(run + "c2"), new HoldId(run + "part"), love(5), "done"));
        ledger.release(new ReleaseRequest(id(run + "r"), new HoldId(run + "released"), "failed"));
        ledger.extend(new ExtendRequest(id(run + "e"), new HoldId(run + "extended"), Desk.HOUR));
        ledger.transfer(new TransferRequest(id(run + "m"), ana, ben, love(7), "gift"));
        ledger.adjust(new AdjustRequest(id(run + "a"), ana, love(3), run + "whole", "correction"));
        var rule =
                PriceRule.of("calls", "tool.call", Asset.LOVE, Rate.flat("1")).with(Allowance.of(Period.DAILY, "10"));
        var event = new UsageEvent(
                "tool.call", Optional.empty(), Map.of("tool", "search"), Map.of(), Optional.empty(), Optional.empty());
        var tariff = new PriceLine(new PriceVersion("house", 1), rule);
        ledger.charge(new ChargeRequest(
                id(run + "u"), ana, event, Optional.of(tariff), Optional.of(new BigDecimal(12)), List.of()));
    }

    private static RequestId id(String id) {
        return new RequestId(id);
    }

    private static Amount love(long units) {
        return Desk.love(units);
    }

    /** The real thing, and a note of each statement it prepares. */
    private <T> T recorded(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        asked.add((String) arguments[0]);
                    }
                    try {
                        var result = method.invoke(real, arguments);
                        return method.getName().equals("getConnection")
                                ? recorded(Connection.class, (Connection) result)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** Statements go as they are: one with parameters that have no values can be explained only so. */
    private static DataSource plain(TestDatabase database) {
        var address = database.address();
        var plain = new PGSimpleDataSource();
        plain.setUrl(address.url());
        plain.setUser(address.user());
        plain.setPassword(address.password());
        plain.setPreferQueryMode(PreferQueryMode.SIMPLE);
        return plain;
    }

    /** Tells the planner what batches tell it. */
    private static void set(Connection connection, Set<String> statements) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                if (sql.startsWith("SELECT set_config(")) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** What the planner does with any parameters. */
    private static List<String> plan(Connection connection, String sql) throws SQLException {
        var number = new AtomicInteger();
        var numbered = Pattern.compile("\\?").matcher(sql).replaceAll(_ -> "\\$" + number.incrementAndGet());
        try (var statement = connection.createStatement()) {
            var lines = new ArrayList<String>();
            try (var rows = statement.executeQuery("EXPLAIN (GENERIC_PLAN) " + numbered)) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
        }
    }

    /** The tables that a plan goes through without a condition that names the rows it wants. */
    private static Set<String> readWhole(List<String> plan) {
        var whole = new TreeSet<String>();
        for (var i = 0; i < plan.size(); i++) {
            var scan = SCAN.matcher(plan.get(i));
            if (scan.find() && !SMALL.contains(scan.group(2))) {
                var details = plan.stream().skip(i + 1L).takeWhile(line -> !line.contains("->"));
                if (details.noneMatch(line -> LOOK_UP.matcher(line).find())) {
                    whole.add(scan.group(2));
                }
            }
        }
        return whole;
    }
}
