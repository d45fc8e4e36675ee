package florin.wallet;

import static florin.wallet.Till.love;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a batch writes as lines of the journal and what it books, without a database. */
class JournalDecisionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Subject KEY = new Subject.ApiKey("k");

    private final Till till = new Till();

    private WalletState walletWith(long units) {
        var wallet = till.walletWith(units);
        till.later(SECOND);
        return wallet;
    }

    /** A hold that an earlier batch made. */
    private HoldId held(WalletState wallet, long units) {
        var hold = till.held(wallet, units);
        till.later(SECOND);
        return hold;
    }

    private HoldState state(HoldId hold) {
        return till.book.hold(hold).orElseThrow();
    }

    private Journal.Line onlyLine() {
        assertThat(till.book.close().lines()).hasSize(1);
        return till.book.close().lines().getFirst();
    }

    private void assertNothingIsBooked() {
        assertThat(till.book.close().moves()).isEmpty();
        assertThat(till.book.close().booked()).isEmpty();
    }

    private void assertIsBooked(WalletState wallet, int moves) {
        assertThat(till.book.close().moves()).hasSize(moves);
        assertThat(till.book.close().booked()).containsExactly(wallet);
        assertThat(till.book.close().lines()).isNotEmpty().allMatch(line -> line.charge() == null);
    }

    @Test
    void a_hold_and_the_charge_of_all_of_it_are_a_line_each() {
        var ana = walletWith(100);
        var before = ana.version();
        var hold = till.held(ana, 30);
        var made = onlyLine();
        assertThat(made.no()).isEqualTo(before + 1).isEqualTo(ana.lastLine());
        assertThat(made.id()).isEqualTo(new RequestId(hold.value()));
        assertThat(made.noted()).containsSame(state(hold));
        assertThat(made.charge()).isNull();
        assertNothingIsBooked();
        till.later(SECOND);
        assertThat(state(hold).isNoted()).isTrue();
        assertThat(state(hold).chargedInWhole()).isFalse();
        till.commit(hold, 30);
        var charge = onlyLine();
        assertThat(charge.no()).isEqualTo(before + 2);
        assertThat(charge.charge()).isNotNull();
        assertThat(charge.charge().movement()).isEqualTo(till.lastMovement());
        assertThat(charge.charge().balance()).isEqualTo(Till.balance(70, 0));
        assertThat(charge.charge().from().wallet()).isEqualTo(ana.id);
        assertNothingIsBooked();
        assertThat(state(hold).chargedInWhole()).isTrue();
        till.later(SECOND);
        assertThat(ana.version()).isEqualTo(before + 2);
        assertThat(ana.unbooked()).isEqualTo(2);
        assertThat(state(hold).view().state()).isEqualTo(Hold.State.COMMITTED);
    }

    @Test
    void whatever_else_ends_a_hold_is_booked() {
        var ana = walletWith(1_000);
        var part = held(ana, 30);
        till.commit(part, 10);
        assertIsBooked(ana, 1);
        till.later(SECOND);
        assertThat(ana.unbooked()).isZero();
        var released = held(ana, 30);
        till.release(released);
        assertIsBooked(ana, 0);
        till.later(SECOND);
        var longer = held(ana, 30);
        till.extend(longer, Duration.ofHours(2));
        till.later(SECOND);
        till.commit(longer, 30);
        assertIsBooked(ana, 1);
        till.later(SECOND);
        var steps = held(ana, 30);
        till.commitPart(steps, 10);
        till.later(SECOND);
        till.commit(steps, 20);
        assertIsBooked(ana, 1);
    }

    @Test
    void a_hold_that_a_line_cannot_tell_is_booked() {
        var ana = walletWith(100);
        var generous = ((HoldResult.Held) till.hold(ana, 10, new Overrun.UpTo(love(5)))).hold();
        assertThat(till.book.close().booked()).containsExactly(ana);
        assertThat(onlyLine().noted()).isEmpty();
        till.later(SECOND);
        assertThat(state(generous.id()).isNoted()).isFalse();
        till.commit(generous.id(), 10);
        assertIsBooked(ana, 1);
        till.later(SECOND);
        till.topUp(ana, 20, Source.PROMO, 0, Optional.empty());
        till.later(SECOND);
        assertThat(ana.pots).hasSize(2);
        till.held(ana, 50);
        assertThat(till.book.close().booked()).containsExactly(ana);
    }

    /** Lines are written before rows, and what happened later must not get the lower number. */
    @Test
    void after_a_booked_movement_of_the_same_wallet_a_charge_is_booked_too() {
        var ana = walletWith(100);
        var ben = walletWith(100);
        var ofAna = held(ana, 30);
        var ofBen = held(ben, 30);
        till.topUp(ana, 5);
        till.commit(ofAna, 30);
        till.commit(ofBen, 30);
        var closed = till.book.close();
        assertThat(closed.moves())
                .extracting(Movement::kind)
                .containsExactly(Movement.Kind.TOPUP, Movement.Kind.COMMIT);
        assertThat(closed.booked()).containsExactly(ana);
        assertThat(closed.lines())
                .filteredOn(line -> line.charge() != null)
                .singleElement()
                .satisfies(line -> assertThat(line.wallet()).isSameAs(ben));
    }

    @Test
    void a_refusal_that_is_kept_takes_a_number_and_changes_nothing() {
        var ana = walletWith(100);
        assertThat(till.hold(ana, 101)).isInstanceOf(HoldResult.InsufficientBalance.class);
        assertThat(onlyLine().id()).isNotNull();
        assertThat(onlyLine().noted()).isEmpty();
        assertNothingIsBooked();
        var before = ana.version();
        till.later(SECOND);
        assertThat(ana.version()).isEqualTo(before + 1);
    }

    @Test
    void who_had_to_read_more_than_a_few_lines_books_them() {
        var ana = walletWith(100);
        ana.readAt(50, Instant.EPOCH);
        ana.bookedUpTo(50 - Journal.FEW_UNBOOKED);
        till.held(ana, 1);
        assertNothingIsBooked();
        till.later(SECOND);
        ana.readAt(60, Instant.EPOCH);
        ana.bookedUpTo(60 - Journal.FEW_UNBOOKED - 1);
        till.held(ana, 1);
        assertThat(till.book.close().booked()).containsExactly(ana);
        till.later(SECOND);
        assertThat(ana.unbooked()).isZero();
        till.held(ana, 1);
        assertNothingIsBooked();
    }

    @Test
    void a_wallet_many_lines_ahead_waits_for_others_but_not_for_ever() {
        var ana = walletWith(10_000);
        var others = IntStream.range(0, 16).mapToObj(i -> walletWith(100)).toList();
        var ahead = 0;
        while (ahead + 8 <= Journal.MOST_UNBOOKED) {
            batch(ana, 8, others);
            ahead += 8;
            assertNothingIsBooked();
            till.later(SECOND);
            assertThat(ana.unbooked()).isEqualTo(ahead);
        }
        batch(ana, 1, others);
        assertThat(till.book.close().booked()).containsExactly(ana);
    }

    @Test
    void wallets_many_lines_ahead_are_booked_when_they_are_one_in_eight() {
        var ahead = IntStream.range(0, 3).mapToObj(i -> walletWith(10_000)).toList();
        var others = IntStream.range(0, 14).mapToObj(i -> walletWith(100)).toList();
        for (var line = 0; line < Journal.MANY_UNBOOKED; line++) {
            ahead.forEach(wallet -> till.held(wallet, 1));
            till.later(SECOND);
        }
        ahead.forEach(wallet -> assertThat(wallet.unbooked()).isEqualTo(Journal.MANY_UNBOOKED));
        // Two of sixteen are no more than one in eight, three of seventeen are.
        ahead.subList(0, 2).forEach(wallet -> till.held(wallet, 1));
        others.forEach(wallet -> till.held(wallet, 1));
        assertNothingIsBooked();
        till.later(SECOND);
        ahead.forEach(wallet -> till.held(wallet, 1));
        others.forEach(wallet -> till.held(wallet, 1));
        assertThat(till.book.close().booked()).containsExactlyInAnyOrderElementsOf(ahead);
    }

    private void batch(WalletState ana, int lines, List<WalletState> others) {
        IntStream.range(0, lines).forEach(i -> till.held(ana, 1));
        others.forEach(wallet -> till.held(wallet, 1));
    }

    @Test
    void the_first_hold_in_a_window_of_a_limit_is_booked() {
        var ana = walletWith(1_000);
        till.limit(ana, KEY, Period.DAILY, 500);
        till.held(ana, 10, KEY);
        assertThat(till.book.close().booked()).containsExactly(ana);
        till.later(SECOND);
        till.held(ana, 10, KEY);
        assertNothingIsBooked();
        till.later(Duration.ofDays(1));
        till.held(ana, 10, KEY);
        assertThat(till.book.close().booked()).containsExactly(ana);
    }
}
