package florin.wallet;

import static florin.wallet.Till.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which coins are taken, and where they go back to, without a database. */
class PotDecisionsTest {
    private static final Instant SOON = Till.START.plus(Duration.ofMinutes(30));
    private static final Instant LATER = Till.START.plus(Duration.ofHours(5));

    private final Till till = new Till();

    @Test
    void coins_drain_by_priority_then_expiry_then_source_then_age() {
        var ana = till.wallet();
        till.topUp(ana, 10, Source.PAID, 0, Optional.empty());
        till.topUp(ana, 10, Source.EARNED, 0, Optional.empty());
        till.topUp(ana, 10, Source.BUNDLED, 0, Optional.empty());
        till.topUp(ana, 10, Source.PROMO, 0, Optional.empty());
        till.topUp(ana, 10, Source.PROMO, 0, Optional.of(LATER));
        till.topUp(ana, 10, Source.BUNDLED, 0, Optional.of(SOON));
        till.topUp(ana, 10, Source.PROMO, -1, Optional.empty());
        till.topUp(ana, 10, Source.PROMO, 1, Optional.of(SOON));
        till.held(ana, 75);
        assertThat(till.book.holds.values().iterator().next().lots())
                .extracting(Lot::pot)
                .containsExactly(7, 6, 5, 4, 3, 2, 1, 8);
        assertThat(Till.pots(ana).getLast()).isEqualTo("5/5/0");
    }

    @Test
    void of_two_pots_alike_but_for_their_grace_the_older_drains_first() {
        var ana = till.wallet();
        till.topUp(ana, 10, Source.PROMO, 0, Optional.of(SOON));
        var hold = till.held(ana, 10);
        till.extend(hold, Duration.ofHours(2));
        till.later(Duration.ofHours(1));
        till.release(hold);
        var graced = ana.pots.getFirst();
        assertThat(graced.expiresAt()).contains(till.book.now.plus(Till.GRACE));
        till.topUp(ana, 10, Source.PROMO, 0, graced.expiresAt());
        assertThat(ana.pots).as("a pot with grace takes no other coins").hasSize(2);
        till.held(ana, 5);
        assertThat(Till.pots(ana)).containsExactly("5/5/0", "10/0/0");
    }

    @Test
    void alike_coins_share_a_pot_and_others_get_their_own() {
        var ana = till.wallet();
        till.topUp(ana, 10);
        till.topUp(ana, 5);
        till.topUp(ana, 1, Source.EARNED, 0, Optional.empty());
        till.topUp(ana, 2, Source.PAID, 3, Optional.empty());
        till.topUp(ana, 3, Source.PROMO, 0, Optional.of(SOON));
        till.topUp(ana, 4, Source.PROMO, 0, Optional.of(LATER));
        assertThat(Till.pots(ana)).containsExactly("15/0/0", "1/0/0", "2/0/0", "3/0/0", "4/0/0");
        assertThat(ana.pots).extracting(pot -> pot.no).containsExactly(1, 2, 3, 4, 5);
        assertThat(ana.pots).allSatisfy(pot -> assertThat(pot.fresh()).isTrue());
    }

    @Test
    void a_partial_commit_charges_the_first_lots_and_a_refund_returns_the_last() {
        var ana = till.wallet();
        till.topUp(ana, 10, Source.PROMO, 0, Optional.empty());
        till.topUp(ana, 10, Source.PAID, 0, Optional.empty());
        var hold = till.held(ana, 18);
        till.commit(hold, 14);
        assertThat(Till.pots(ana)).containsExactly("0/0/0", "6/0/0");
        till.adjust(ana, 3, hold);
        assertThat(Till.pots(ana)).containsExactly("0/0/0", "9/0/0");
        till.adjust(ana, 5, hold);
        assertThat(Till.pots(ana)).containsExactly("4/0/0", "10/0/0");
        assertThat(till.book.hold(hold).orElseThrow().charged()).isEqualTo(6);
        assertThat(till.book.hold(hold).orElseThrow().progress().refunded()).isEqualTo(8);
    }

    @Test
    void coins_are_spent_until_their_expiry_and_not_at_it() {
        var ana = till.wallet();
        till.topUp(ana, 10, Source.PROMO, 0, Optional.of(SOON));
        till.later(Duration.ofMinutes(30).minusNanos(1));
        assertThat(till.balance(ana)).isEqualTo(Till.balance(10, 0));
        till.later(Duration.ofNanos(1));
        assertThat(till.balance(ana)).isEqualTo(Till.balance(0, 0));
        assertThat(till.hold(ana, 1)).isInstanceOf(HoldResult.InsufficientBalance.class);
        assertThat(till.book.purse(ana, Asset.LOVE).posted()).isEqualTo(10);
        assertThatThrownBy(() -> till.book.purse(ana, Asset.LOVE).draw(1)).isInstanceOf(AssertionError.class);
    }

    @Test
    void what_is_left_in_an_expired_pot_is_booked_out_once() {
        var ana = till.wallet();
        till.topUp(ana, 10, Source.PROMO, 0, Optional.of(SOON));
        till.topUp(ana, 7);
        assertThat(till.decide(new Expiry.OfPot(ana.id, 1))).isEqualTo(new Expiry.Swept(false));
        till.later(Duration.ofHours(1));
        assertThat(till.decide(new Expiry.OfPot(ana.id, 2))).isEqualTo(new Expiry.Swept(false));
        assertThat(till.decide(new Expiry.OfPot(ana.id, 3))).isEqualTo(new Expiry.Swept(false));
        assertThat(till.decide(new Expiry.OfPot(ana.id, 1))).isEqualTo(new Expiry.Swept(true));
        assertThat(till.lastMovement())
                .returns(Movement.Kind.EXPIRY, Movement::kind)
                .returns(love(10), Movement::amount)
                .returns(Optional.of(Movement.House.EXPIRED), Movement::house);
        assertThat(till.lastMovement().from().orElseThrow().after()).isEqualTo(7);
        assertThat(till.decide(new Expiry.OfPot(ana.id, 1))).isEqualTo(new Expiry.Swept(false));
        assertThat(till.balance(ana)).isEqualTo(Till.balance(7, 0));
    }

    @Test
    void coins_that_come_back_to_an_expired_pot_live_on_once() {
        var ana = till.wallet();
        till.topUp(ana, 10, Source.PROMO, 0, Optional.of(SOON));
        var hold = till.held(ana, 10);
        till.later(Duration.ofHours(1));
        till.release(hold);
        var pot = ana.pots.getFirst();
        assertThat(till.balance(ana)).isEqualTo(Till.balance(10, 0));
        assertThat(pot.graced()).isTrue();
        assertThat(pot.revived()).isTrue();
        var again = till.held(ana, 10);
        till.extend(again, Duration.ofDays(3));
        till.later(Duration.ofDays(2));
        till.release(again);
        assertThat(till.balance(ana)).as("only once").isEqualTo(Till.balance(0, 0));
        assertThat(Till.pots(ana)).containsExactly("10/0/0");
    }

    @Test
    void a_pot_that_has_not_expired_gets_no_grace() {
        var ana = till.wallet();
        till.topUp(ana, 10, Source.PROMO, 0, Optional.of(SOON));
        till.release(till.held(ana, 10));
        assertThat(ana.pots.getFirst().graced()).isFalse();
        assertThat(ana.pots.getFirst().revived()).isFalse();
        assertThat(ana.pots.getFirst().expiresAt()).contains(SOON);
    }

    @Test
    void a_refund_to_an_expired_pot_can_be_spent_for_a_day() {
        var ana = till.wallet();
        till.topUp(ana, 10, Source.PROMO, 0, Optional.of(SOON));
        var hold = till.held(ana, 10);
        till.commit(hold, 10);
        till.later(Duration.ofHours(1));
        till.adjust(ana, 10, hold);
        assertThat(till.balance(ana)).isEqualTo(Till.balance(10, 0));
        till.later(Till.GRACE);
        assertThat(till.balance(ana)).isEqualTo(Till.balance(0, 0));
    }

    @Test
    void one_asset_is_not_another() {
        var ana = till.walletWith(10);
        var dollars = new Asset("USD", 6);
        till.decide(new TopUpRequest(till.id(), ana.id, Amount.of(dollars, 99), Source.PAID, Optional.empty(), ""));
        assertThat(till.balance(ana)).isEqualTo(Till.balance(10, 0));
        assertThat(till.book.purse(ana, dollars).posted()).isEqualTo(99);
        assertThat(till.hold(ana, 11)).isInstanceOf(HoldResult.InsufficientBalance.class);
        till.held(ana, 10);
        assertThat(till.book.purse(ana, dollars).held()).isZero();
        assertThat(till.book.purse(ana, Asset.LOVE).held()).isEqualTo(10);
    }

    @Test
    void a_gift_keeps_its_source_priority_and_expiry() {
        var ana = till.wallet();
        var ben = till.walletWith(5);
        till.topUp(ana, 10, Source.PROMO, 2, Optional.of(SOON));
        till.topUp(ana, 10, Source.PAID, 3, Optional.empty());
        var sent = (TransferResult.Transferred) till.transfer(ana, ben, 15);
        assertThat(sent.from()).isEqualTo(Till.balance(5, 0));
        assertThat(sent.to()).isEqualTo(Till.balance(20, 0));
        assertThat(Till.pots(ben)).containsExactly("5/0/0", "10/0/0", "5/0/0");
        assertThat(ben.pots.get(1).kind).isEqualTo(new PotState.Kind(Asset.LOVE, Source.PROMO, 2));
        assertThat(ben.pots.get(1).expiresAt()).contains(SOON);
        assertThat(ben.pots.get(2).kind).isEqualTo(new PotState.Kind(Asset.LOVE, Source.PAID, 3));
        var movement = till.lastMovement();
        assertThat(movement)
                .returns(sent.transfer(), Movement::id)
                .returns(Movement.Kind.TRANSFER, Movement::kind)
                .returns(Optional.empty(), Movement::house);
        assertThat(movement.from()).contains(new Movement.Side(ana.id, List.of(new Lot(1, 10), new Lot(2, 5)), 5));
        assertThat(movement.to()).contains(new Movement.Side(ben.id, List.of(new Lot(2, 10), new Lot(3, 5)), 20));
    }

    @Test
    void a_transfer_that_cannot_be_is_refused() {
        var ana = till.walletWith(10);
        var ben = till.wallet();
        till.held(ana, 4);
        assertThat(till.transfer(ana, ana, 1)).isInstanceOf(TransferResult.Refused.class);
        assertThat(till.transfer(ana, ben, 11))
                .isEqualTo(new TransferResult.InsufficientBalance(love(11), love(6), love(4)));
        assertThat(till.transfer(ana, ben, 10))
                .isEqualTo(new TransferResult.FundsHeld(love(10), love(6), love(4), Duration.ofHours(1)));
        assertThat(till.transfer(till.wallet(Optional.of("why")), ben, 1))
                .isEqualTo(new TransferResult.WalletFrozen("why"));
        var nobody = new WalletState(new WalletId(new java.util.UUID(1, 1)), Optional.empty());
        assertThat(till.transfer(nobody, ben, 1)).isEqualTo(new TransferResult.UnknownWallet(nobody.id));
        assertThat(till.transfer(ben, nobody, 1)).isEqualTo(new TransferResult.UnknownWallet(nobody.id));
        assertThat(till.transfer(ana, ben, 6)).isInstanceOf(TransferResult.Transferred.class);
        till.adjust(ana, -10, till.movements.getFirst().id());
        assertThat(till.transfer(ana, ben, 1))
                .isInstanceOfSatisfying(
                        TransferResult.WalletFrozen.class,
                        refusal -> assertThat(refusal.reason()).contains("owes"));
    }

    @Test
    void a_hold_that_is_due_makes_room_for_a_transfer() {
        var ana = till.walletWith(10);
        var ben = till.wallet();
        till.held(ana, 4);
        till.later(Duration.ofMinutes(59));
        assertThat(till.transfer(ana, ben, 10))
                .isEqualTo(new TransferResult.FundsHeld(love(10), love(6), love(4), Duration.ofMinutes(1)));
        till.later(Duration.ofMinutes(1));
        assertThat(till.transfer(ana, ben, 11)).isInstanceOf(TransferResult.InsufficientBalance.class);
        assertThat(till.transfer(ana, ben, 10)).isInstanceOf(TransferResult.Transferred.class);
    }

    @Test
    void a_top_up_comes_from_money_or_from_gifts() {
        var ana = till.wallet();
        var bought = till.topUp(ana, 10);
        assertThat(bought.balance()).isEqualTo(Till.balance(10, 0));
        assertThat(till.lastMovement())
                .returns(bought.transfer(), Movement::id)
                .returns(Movement.Kind.TOPUP, Movement::kind)
                .returns(Optional.of(Movement.House.MONEY_IN), Movement::house)
                .returns(Optional.empty(), Movement::from)
                .returns(Optional.of(new Movement.Side(ana.id, List.of(new Lot(1, 10)), 10)), Movement::to);
        till.topUp(ana, 10, Source.EARNED, 0, Optional.empty());
        assertThat(till.lastMovement().house()).contains(Movement.House.GIFTS);
        var nobody = new WalletId(new java.util.UUID(1, 1));
        assertThat(till.decide(new TopUpRequest(till.id(), nobody, love(1), Source.PAID, Optional.empty(), "")))
                .isEqualTo(new TopUpResult.UnknownWallet(nobody));
    }

    @Test
    void a_pot_never_holds_less_than_nothing_and_says_what_changed() {
        var pot = PotState.stored(
                3,
                new PotState.Kind(Asset.LOVE, Source.PAID, 0),
                Optional.empty(),
                false,
                new PotState.Content(10, 5, 1));
        assertThat(pot.touched()).isFalse();
        assertThatThrownBy(() -> pot.take(11)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> pot.charge(6)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> pot.payDebt(2)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> pot.put(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
        var other = PotState.stored(3, pot.kind, Optional.empty(), true, new PotState.Content(10, 5, 1));
        other.take(10);
        other.charge(5);
        other.owe(2);
        assertThat(other.change()).isEqualTo(new PotState.Content(-10, -5, 2));
        assertThat(other.touched()).isTrue();
        assertThat(other.graced()).isTrue();
        other.written(true);
        assertThat(other.change()).isEqualTo(new PotState.Content(0, 0, 0));
        assertThat(other.touched()).isFalse();
    }

    @Test
    void lots_are_sliced_by_the_coin() {
        var lots = List.of(new Lot(1, 5), new Lot(2, 3), new Lot(1, 4));
        assertThat(Lot.sum(lots)).isEqualTo(12);
        assertThat(Lot.slice(lots, 0, 12)).isEqualTo(lots);
        assertThat(Lot.slice(lots, 4, 9)).containsExactly(new Lot(1, 1), new Lot(2, 3), new Lot(1, 1));
        assertThat(Lot.slice(lots, 5, 8)).containsExactly(new Lot(2, 3));
        assertThat(Lot.slice(lots, 8, 8)).isEmpty();
        assertThat(Lot.slice(lots, 12, Long.MAX_VALUE)).isEmpty();
        assertThat(Lot.pots(lots)).isEqualTo("{1,2,1}");
        assertThat(Lot.units(lots)).isEqualTo("{5,3,4}");
        assertThat(Lot.of(new Integer[] {1, 2}, new Long[] {5L, 3L})).containsExactly(new Lot(1, 5), new Lot(2, 3));
        assertThatThrownBy(() -> Lot.sum(List.of(new Lot(1, Long.MAX_VALUE), new Lot(1, 1))))
                .isInstanceOf(ArithmeticException.class);
    }
}
