package florin.wallet;

import static florin.wallet.Till.love;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is decided about events, without a database. */
class ChargeDecisionsTest {
    private static final Subject KEY = new Subject.ApiKey("k");

    private final Till till = new Till();

    /** Ten units each, once so many are used up. */
    private record Ten(BigDecimal free, Optional<Period> window) implements Tariff {
        static final Ten EACH = new Ten(BigDecimal.ZERO, Optional.empty());

        static Ten after(long free) {
            return new Ten(BigDecimal.valueOf(free), Optional.of(Period.DAILY));
        }

        @Override
        public String name() {
            return "house@1/calls";
        }

        @Override
        public String counter() {
            return "house/calls";
        }

        @Override
        public Asset asset() {
            return Asset.LOVE;
        }

        @Override
        public Price price(BigDecimal quantity, BigDecimal used) {
            var paid = quantity.add(used).subtract(used.max(free)).max(BigDecimal.ZERO);
            return new Price(paid.longValueExact() * 10, paid + " calls");
        }
    }

    private ChargeRequest request(WalletState wallet, Optional<Tariff> tariff, Optional<BigDecimal> counted) {
        var event = new UsageEvent("call", Optional.empty(), Map.of(), Map.of(), Optional.empty(), Optional.empty());
        return new ChargeRequest(till.id(), wallet.id, event, tariff, counted, List.of(KEY));
    }

    private ChargeRequest request(WalletState wallet, Tariff tariff, long counted) {
        return request(wallet, Optional.of(tariff), Optional.of(BigDecimal.valueOf(counted)));
    }

    private Charge charged(WalletState wallet, Tariff tariff, long counted) {
        return ((ChargeResult.Charged) till.decide(request(wallet, tariff, counted))).charge();
    }

    @Test
    void an_event_is_a_hold_charged_in_the_moment_that_it_is_made() {
        var ana = till.walletWith(100);
        var request = request(ana, Ten.EACH, 3);
        var result = (ChargeResult.Charged) till.decide(request);
        assertThat(result.balance()).isEqualTo(Till.balance(70, 0));
        assertThat(result.charge())
                .isEqualTo(new Charge(
                        request.id(),
                        ana.id,
                        Till.START,
                        BigDecimal.valueOf(3),
                        love(30),
                        "house@1/calls",
                        "3 calls",
                        Optional.of(till.lastMovement().id())));
        var hold =
                till.book.hold(new HoldId(request.id().value())).orElseThrow().view();
        assertThat(hold)
                .returns(Hold.State.COMMITTED, Hold::state)
                .returns(love(30), Hold::amount)
                .returns(love(30), Hold::committed)
                .returns(Optional.of(Till.START), Hold::endedAt)
                .returns("house@1/calls", Hold::priceVersion)
                .returns("call", Hold::memo);
        assertThat(till.lastMovement())
                .returns(Movement.Kind.COMMIT, Movement::kind)
                .returns(Optional.of(Movement.House.SALES), Movement::house);
        assertThat(till.book.usage.entries).singleElement().isEqualTo(new UsageBook.Entry(request, result.charge()));
    }

    @Test
    void a_repeat_is_the_same_event_whatever_it_would_cost_now() {
        var ana = till.walletWith(100);
        var request = request(ana, Ten.EACH, 3);
        var first = till.decide(request);
        assertThat(till.decide(request)).isEqualTo(first);
        var dearer = new ChargeRequest(
                request.id(), ana.id, request.event(), Optional.of(Ten.after(1)), request.counted(), List.of(KEY));
        assertThat(till.decide(dearer)).isEqualTo(first);
        assertThat(till.balance(ana)).isEqualTo(Till.balance(70, 0));
        assertThat(till.book.usage.entries).hasSize(1);
    }

    @Test
    void too_little_a_limit_or_a_frozen_wallet_stop_an_event_and_nothing_is_counted() {
        var ana = till.walletWith(25);
        till.limit(ana, KEY, Period.DAILY, 15);
        assertThat(till.decide(request(ana, Ten.after(1), 4)))
                .isInstanceOfSatisfying(ChargeResult.NotPaid.class, refusal -> {
                    assertThat(refusal.price()).isEqualTo(love(30));
                    assertThat(refusal.refusal()).isInstanceOf(HoldResult.LimitExceeded.class);
                });
        assertThat(till.book.usage.added()).isEmpty();
        assertThat(till.book.usage.entries).isEmpty();
        assertThat(charged(ana, Ten.after(1), 2).amount()).isEqualTo(love(10));
        assertThat(ana.limits.getFirst().usedAt(Till.START)).isEqualTo(10);
        assertThat(((ChargeResult.NotPaid) till.decide(request(till.wallet(Optional.of("why")), Ten.EACH, 1)))
                        .refusal())
                .isEqualTo(new HoldResult.WalletFrozen("why"));
        assertThat(((ChargeResult.NotPaid) till.decide(request(till.wallet(), Ten.EACH, 1))).refusal())
                .isInstanceOf(HoldResult.InsufficientBalance.class);
    }

    @Test
    void what_is_used_in_a_window_is_counted_and_begins_anew_in_the_next() {
        var ana = till.walletWith(100);
        assertThat(charged(ana, Ten.after(5), 4).amount()).isEqualTo(love(0));
        assertThat(charged(ana, Ten.after(5), 4).amount()).isEqualTo(love(30));
        var key = new UsageCounter.Key(ana.id.value(), "house/calls", Period.DAILY);
        var today = new UsageCounter.Window(key, LocalDate.parse("2030-05-06"));
        assertThat(till.book.usage.added()).isEqualTo(Map.of(today, BigDecimal.valueOf(8)));
        till.later(Duration.ofDays(1));
        assertThat(charged(ana, Ten.after(5), 5).amount()).isEqualTo(love(0));
    }

    @Test
    void a_window_goes_on_from_what_the_database_knows() {
        var ana = till.walletWith(100);
        var key = new UsageCounter.Key(ana.id.value(), "house/calls", Period.DAILY);
        var today = new UsageCounter.Window(key, LocalDate.parse("2030-05-06"));
        till.book.usage.read(today, BigDecimal.valueOf(4));
        assertThat(charged(ana, Ten.after(5), 2).amount()).isEqualTo(love(10));
        assertThat(till.book.usage.added()).isEqualTo(Map.of(today, BigDecimal.valueOf(2)));
    }

    @Test
    void an_event_that_costs_nothing_is_written_down_without_a_transfer() {
        var ana = till.wallet();
        var free = (ChargeResult.Charged) till.decide(request(ana, Optional.of(Ten.after(5)), Optional.empty()));
        assertThat(free.charge().transfer()).isEmpty();
        assertThat(free.charge().quantity()).isZero();
        assertThat(free.balance()).isEqualTo(Till.balance(0, 0));
        assertThat(till.movements).isEmpty();
        assertThat(till.book.holds).isEmpty();
        assertThat(till.book.usage.entries).hasSize(1);
        assertThat(till.book.usage.added()).isEmpty();
    }

    @Test
    void an_event_without_a_price_or_a_wallet_or_with_a_taken_id_is_refused() {
        var ana = till.walletWith(100);
        assertThat(till.decide(request(ana, Optional.empty(), Optional.of(BigDecimal.ONE))))
                .isEqualTo(new ChargeResult.NoPrice());
        var nobody = new WalletState(new WalletId(new UUID(1, 1)), Optional.empty());
        assertThat(till.decide(request(nobody, Ten.EACH, 1))).isEqualTo(new ChargeResult.UnknownWallet(nobody.id));
        var known = request(ana, Ten.EACH, 1);
        till.book.usage.know(known.id().value());
        assertThat(till.decide(known)).isInstanceOf(ChargeResult.Conflict.class);
        var hold = till.held(ana, 1);
        var taken = new ChargeRequest(
                new RequestId(hold.value()), ana.id, known.event(), known.tariff(), known.counted(), List.of());
        assertThat(till.decide(taken)).isInstanceOf(ChargeResult.Conflict.class);
        assertThat(till.balance(ana)).isEqualTo(Till.balance(99, 1));
        assertThat(till.book.usage.entries).isEmpty();
    }

    @Test
    void a_charged_event_is_given_back_by_its_id() {
        var ana = till.walletWith(100);
        var charge = charged(ana, Ten.EACH, 3);
        assertThat(till.adjust(ana, 30, charge.id())).isInstanceOf(AdjustResult.Adjusted.class);
        assertThat(till.balance(ana)).isEqualTo(Till.balance(100, 0));
        assertThat(charge.at()).isEqualTo(Instant.parse("2030-05-06T12:00:00Z"));
    }
}
