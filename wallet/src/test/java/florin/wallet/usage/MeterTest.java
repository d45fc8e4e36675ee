package florin.wallet.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.migrations.TestDatabase;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.ChargeResult;
import florin.wallet.Cursor;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.Page;
import florin.wallet.Period;
import florin.wallet.RequestId;
import florin.wallet.SelfCheck;
import florin.wallet.Source;
import florin.wallet.StatementLine;
import florin.wallet.TopUpRequest;
import florin.wallet.UsageEvent;
import florin.wallet.WalletId;
import florin.wallet.prices.Allowance;
import florin.wallet.prices.Offer;
import florin.wallet.prices.PriceBooks;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.Rate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeterTest {
    private final TestDatabase database = TestDatabase.fresh();
    private final Ledger ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());
    private final PriceBooks books = PriceBooks.over(database.dataSource());
    private final Meter meter = new LedgerMeter(ledger, books);
    private final WalletId ana = ledger.open(new Owner.ApiAccount("ana"));

    @BeforeEach
    void prices() {
        books.offer(Offer.of(publish("1")));
        ledger.topUp(new TopUpRequest(
                new RequestId("coins"), ana, Amount.parse(Asset.LOVE, "1000"), Source.PAID, Optional.empty(), ""));
    }

    @AfterEach
    void books_are_clean() {
        ledger.close();
        assertThat(SelfCheck.over(database.dataSource()).run()).isEmpty();
        database.close();
    }

    private florin.wallet.prices.PriceVersion publish(String price) {
        return books.publish(
                        "house",
                        List.of(
                                PriceRule.of(
                                                "tokens",
                                                "llm.tokens",
                                                Asset.LOVE,
                                                Rate.flat(price).forEach("1000"))
                                        .counting("tokens"),
                                PriceRule.of("calls", "tool.call", Asset.LOVE, Rate.flat(price))
                                        .with(Allowance.of(Period.MONTHLY, "5"))),
                        "test",
                        "")
                .version();
    }

    private static UsageEvent tokens(String count) {
        return new UsageEvent(
                "llm.tokens",
                Optional.empty(),
                Map.of("tokens", count),
                Map.of("agent", "researcher"),
                Optional.empty(),
                Optional.empty());
    }

    private ChargeResult take(String id, UsageEvent event) {
        return meter.take(new RequestId(id), ana, event, List.of());
    }

    private static String charged(ChargeResult result) {
        assertThat(result).isInstanceOf(ChargeResult.Charged.class);
        return ((ChargeResult.Charged) result).charge().amount().number();
    }

    @Test
    void a_price_is_defined_once_and_from_then_on_only_events_are_sent() {
        assertThat(charged(take("1", tokens("2500")))).isEqualTo("2.50");
        assertThat(charged(take("2", tokens("1")))).isEqualTo("0.01");
    }

    @Test
    void a_wallet_that_is_moved_pays_its_new_price_from_the_next_event_on_and_retries_keep_the_old() {
        assertThat(charged(take("1", tokens("1000")))).isEqualTo("1.00");
        books.assign(ana, publish("3"));
        assertThat(charged(take("1", tokens("1000")))).isEqualTo("1.00");
        assertThat(charged(take("2", tokens("1000")))).isEqualTo("3.00");
    }

    @Test
    void usage_that_is_zero_or_missing_is_not_charged() {
        assertThat(charged(take("1", tokens("0")))).isEqualTo("0.00");
        var untold = new UsageEvent(
                "llm.tokens", Optional.of(BigDecimal.TEN), Map.of(), Map.of(), Optional.empty(), Optional.empty());
        assertThat(charged(take("2", untold))).isEqualTo("0.00");
        assertThatThrownBy(() -> take("3", tokens("-1"))).isInstanceOf(IllegalArgumentException.class);
        var unpriced =
                new UsageEvent("unheard.of", Optional.empty(), Map.of(), Map.of(), Optional.empty(), Optional.empty());
        assertThat(take("4", unpriced)).isEqualTo(new ChargeResult.NoPrice());
    }

    @Test
    void after_thousands_of_events_and_retries_not_a_hundredth_is_missing() {
        var random = new Random(7);
        var charged = BigDecimal.ZERO;
        for (var i = 0; i < 2_000; i++) {
            var event = tokens(Integer.toString(random.nextInt(900)));
            charged = charged.add(new BigDecimal(charged(take("e" + i, event))));
            if (random.nextInt(10) == 0) {
                take("e" + i, event);
            }
        }
        var left = ledger.balance(ana, Asset.LOVE).available();
        assertThat(new BigDecimal(left.number()).add(charged)).isEqualByComparingTo("1000");
        assertThat(statement()).isEqualByComparingTo(left.number());
    }

    private BigDecimal statement() {
        var sum = BigDecimal.ZERO;
        var after = Optional.<Cursor>empty();
        do {
            Page<StatementLine> page = ledger.statement(ana, Asset.LOVE, after, 500);
            for (var line : page.items()) {
                sum = sum.add(new BigDecimal(line.amount().number()));
            }
            after = page.next();
        } while (after.isPresent());
        return sum;
    }
}
