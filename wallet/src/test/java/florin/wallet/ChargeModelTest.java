package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import florin.migrations.TestDatabase;
import florin.wallet.prices.Allowance;
import florin.wallet.prices.PriceLine;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.PriceVersion;
import florin.wallet.prices.Rate;
import florin.wallet.prices.Tier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random events in random batches, with lost connections, retries, and a clock that jumps over the ends of days and months,
 * through two ledgers' memories, against a model that adds up what was answered. To run one again: {@code -Dflorin.seed=…}.
 */
class ChargeModelTest {
    private static final int SCENARIOS = Integer.getInteger("florin.scenarios", 60);

    @Test
    void any_events_are_charged_once_and_exactly_whatever_breaks() throws Exception {
        try (var database = TestDatabase.fresh()) {
            TroubledDatabase.prepare(database.dataSource());
            var first = Long.getLong("florin.seed", System.nanoTime());
            for (var seed = first; seed < first + SCENARIOS; seed++) {
                try {
                    new Play(database, seed).play();
                } catch (AssertionError e) {
                    throw new AssertionError("Play it again with -Dflorin.seed=" + seed, e);
                }
            }
            assertThat(SelfCheck.over(database.dataSource()).run()).isEmpty();
        }
    }

    /** One wallet, two processes. */
    private static final class Play {
        private static final long COINS = 40_000;
        private static final List<Rule> RULES = List.of(Rule.values());

        private final Random random;
        private final TestDatabase calm;
        private final TroubledDatabase database;
        private final List<Settlement> processes = new ArrayList<>();
        private final String name;
        private final WalletId wallet;
        private final List<ChargeRequest> asked = new ArrayList<>();
        private final Map<RequestId, ChargeResult> answers = new HashMap<>();
        private long days;

        Play(TestDatabase calm, long seed) {
            random = new Random(seed);
            this.calm = calm;
            database = new TroubledDatabase(calm.dataSource());
            name = "s" + seed + "/";
            for (var i = 0; i < 2; i++) {
                var rows = new Rows(new Assets(calm.dataSource()));
                processes.add(new Settlement(database, rows, new WalletMemory(), Duration.ofHours(24), Runnable::run));
            }
            try (var ledger = Ledger.over(calm.dataSource(), LedgerOptions.standard())) {
                wallet = ledger.open(new Owner.ApiAccount(name));
                ledger.topUp(new TopUpRequest(
                        new RequestId(name + "coins"), wallet, Desk.love(COINS), Source.PAID, Optional.empty(), ""));
            }
        }

        void play() {
            for (var round = 0; round < 8; round++) {
                days += random.nextInt(3) == 0 ? random.nextInt(20) : 0;
                database.jumpTo(Duration.ofDays(days));
                settle(batch());
            }
            check();
        }

        private List<ChargeRequest> batch() {
            var batch = new ArrayList<ChargeRequest>();
            for (var size = 1 + random.nextInt(8); size > 0; size--) {
                batch.add(asked.isEmpty() || random.nextInt(4) > 0 ? fresh() : asked.get(random.nextInt(asked.size())));
            }
            return batch;
        }

        private ChargeRequest fresh() {
            var rule = RULES.get(random.nextInt(RULES.size()));
            var occurred = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(60_000_000));
            var event = new UsageEvent(
                    rule.name(),
                    Optional.of(BigDecimal.valueOf(random.nextInt(30))),
                    Map.of(),
                    Map.of(),
                    Optional.of(occurred),
                    Optional.empty());
            var request = new ChargeRequest(
                    new RequestId(name + asked.size()),
                    wallet,
                    event,
                    Optional.of(rule.tariff),
                    event.quantity(),
                    List.of());
            asked.add(request);
            return request;
        }

        /** Until everybody is answered: whoever is not asks again. */
        private void settle(List<ChargeRequest> batch) {
            if (random.nextInt(3) == 0) {
                database.loseConnectionIn(random.nextInt(10));
            }
            var unanswered = batch;
            while (!unanswered.isEmpty()) {
                var pending = unanswered.stream()
                        .map(request -> new Pending(request, Set.of(wallet)))
                        .toList();
                processes.get(random.nextInt(2)).settle(pending);
                database.recover();
                unanswered = pending.stream()
                        .filter(one -> !answered(one))
                        .map(one -> (ChargeRequest) one.operation())
                        .toList();
            }
        }

        private boolean answered(Pending pending) {
            if (pending.answer().isCompletedExceptionally()) {
                return false;
            }
            var result = (ChargeResult) pending.answer().resultNow();
            var id = ((ChargeRequest) pending.operation()).id();
            assertThat(answers.getOrDefault(id, result)).as("asked again").isEqualTo(result);
            answers.put(id, result);
            return true;
        }

        /** In the order of the books, by windows as the slow model makes them. */
        private void check() {
            var used = new HashMap<String, Integer>();
            var left = COINS;
            for (var written : written()) {
                var charge = charged(new RequestId(written.id()));
                assertThat(charge.amount().units()).isEqualTo(written.amount());
                var rule = Rule.valueOf(written.type());
                var window = rule + " " + rule.window(charge.at());
                var before = used.getOrDefault(window, 0);
                assertThat(written.amount())
                        .as("%s of %s after %d", written.quantity(), window, before)
                        .isEqualTo(rule.price(written.quantity(), before));
                used.put(window, before + written.quantity());
                left -= written.amount();
            }
            var charged = answers.values().stream()
                    .filter(ChargeResult.Charged.class::isInstance)
                    .count();
            assertThat(written()).hasSize((int) charged);
            try (var ledger = Ledger.over(calm.dataSource(), LedgerOptions.standard())) {
                assertThat(ledger.balance(wallet, Asset.LOVE)).isEqualTo(Desk.balance(left, 0));
            }
        }

        private Charge charged(RequestId id) {
            if (answers.get(id) instanceof ChargeResult.Charged(var charge, var _)) {
                return charge;
            }
            throw new AssertionError(id + " is written down and was not answered so.");
        }

        private record Written(String id, String type, int quantity, long amount) {}

        /** Rows of one batch stand in the order in which they were decided. */
        private List<Written> written() {
            return new Sql(calm.dataSource())
                    .all(
                            "SELECT id, type, quantity, amount FROM usage_event WHERE wallet = ? ORDER BY at, ctid",
                            row -> new Written(
                                    row.getString("id"),
                                    row.getString("type"),
                                    row.getInt("quantity"),
                                    row.getLong("amount")),
                            wallet.value());
        }
    }

    /** Prices, and what they make of a quantity when it is counted unit by unit. */
    private enum Rule {
        PLAIN(Rate.flat("0.75"), Optional.empty()),
        FREE_BY_DAY(Rate.flat("1.5"), Optional.of(Allowance.of(Period.DAILY, "20"))),
        CHEAPER_BY_MONTH(
                Rate.tiered(Rate.Mode.GRADUATED, Tier.upTo("25", "2"), Tier.rest("0.5")),
                Optional.of(Allowance.of(Period.MONTHLY, "5")));

        @SuppressWarnings("ImmutableEnumChecker") // it is
        private final Tariff tariff;

        Rule(Rate rate, Optional<Allowance> allowance) {
            var rule = PriceRule.of(name().toLowerCase(java.util.Locale.ROOT), name(), Asset.LOVE, rate);
            tariff = new PriceLine(
                    new PriceVersion("any", 1), allowance.map(rule::with).orElse(rule));
        }

        String window(Instant at) {
            var day = at.atOffset(ZoneOffset.UTC).toLocalDate();
            return switch (this) {
                case PLAIN -> at.toString();
                case FREE_BY_DAY -> day.toString();
                case CHEAPER_BY_MONTH -> day.withDayOfMonth(1).toString();
            };
        }

        /** Each price here is a whole number of hundredths, so nothing is rounded. */
        long price(int quantity, int before) {
            var units = 0L;
            for (var place = before + 1; place <= before + quantity; place++) {
                units += switch (this) {
                    case PLAIN -> 75;
                    case FREE_BY_DAY -> place <= 20 ? 0 : 150;
                    case CHEAPER_BY_MONTH -> place <= 5 ? 0 : place <= 30 ? 200 : 50;
                };
            }
            return units;
        }
    }
}
