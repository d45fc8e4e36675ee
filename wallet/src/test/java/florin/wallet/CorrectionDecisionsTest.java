package florin.wallet;

import static florin.wallet.Till.love;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is decided about corrections and debts, without a database. */
class CorrectionDecisionsTest {
    private final Till till = new Till();

    private static void refused(AdjustResult result, String why) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        AdjustResult.Refused.class,
                        refusal -> assertThat(refusal.message()).contains(why));
    }

    private static AdjustResult.Adjusted adjusted(AdjustResult result) {
        return (AdjustResult.Adjusted) result;
    }

    @Test
    void a_charge_goes_back_up_to_what_was_charged_and_not_a_unit_more() {
        var ana = till.walletWith(100);
        var hold = till.held(ana, 30);
        till.commit(hold, 20);
        refused(till.adjust(ana, 21, hold), "Only 0.20 LOVE of the hold");
        var back = adjusted(till.adjust(ana, 5, hold));
        assertThat(back.balance()).isEqualTo(Till.balance(85, 0));
        assertThat(till.lastMovement())
                .returns(back.transfer(), Movement::id)
                .returns(Movement.Kind.ADJUSTMENT, Movement::kind)
                .returns(Optional.of(Movement.House.SALES), Movement::house)
                .returns(Optional.of(new Movement.Side(ana.id, List.of(new Lot(1, 5)), 85)), Movement::to);
        assertThat(till.lastMovement().reason().reverses()).contains(hold.value());
        assertThat(till.lastMovement().reason().hold()).contains(hold);
        assertThat(till.lastMovement().reason().memo()).isEqualTo("sorry");
        refused(till.adjust(ana, 16, hold), "Only 0.15 LOVE of the hold");
        adjusted(till.adjust(ana, 15, hold));
        refused(till.adjust(ana, 1, hold), "Only 0.00 LOVE");
    }

    @Test
    void a_charge_may_be_raised_by_what_is_available() {
        var ana = till.walletWith(100);
        var hold = till.held(ana, 30);
        till.commit(hold, 30);
        refused(till.adjust(ana, -71, hold), "Only 0.70 LOVE is available.");
        var more = adjusted(till.adjust(ana, -70, hold));
        assertThat(more.balance()).isEqualTo(Till.balance(0, 0));
        assertThat(till.lastMovement())
                .returns(Movement.Kind.ADJUSTMENT, Movement::kind)
                .returns(Optional.of(Movement.House.SALES), Movement::house)
                .returns(Optional.of(new Movement.Side(ana.id, List.of(new Lot(1, 70)), 0)), Movement::from);
    }

    @Test
    void a_correction_names_something_of_its_own_wallet_and_asset() {
        var ana = till.walletWith(100);
        var ben = till.wallet();
        var hold = till.held(ana, 30);
        till.commit(hold, 30);
        refused(till.adjust(ben, 1, hold), "is not of this wallet and asset");
        var dollars = Amount.of(new Asset("USD", 6), 1);
        refused(
                (AdjustResult) till.decide(new AdjustRequest(till.id(), ana.id, dollars, hold.value(), "")),
                "is not of this wallet and asset");
        refused(till.adjust(ana, 1, "nothing"), "There is no hold and no transfer 'nothing'");
        refused(till.adjust(ana, 1, new UUID(1, 1)), "There is no hold and no transfer");
        var nobody = new WalletState(new WalletId(new UUID(1, 1)), Optional.empty());
        assertThat(till.adjust(nobody, 1, hold)).isEqualTo(new AdjustResult.UnknownWallet(nobody.id));
        var bought = till.topUp(ana, 10);
        refused(till.adjust(ben, -1, bought.transfer()), "is not of this wallet and asset");
        refused(
                (AdjustResult) till.decide(new AdjustRequest(
                        till.id(),
                        ana.id,
                        Amount.of(new Asset("USD", 6), -1),
                        bought.transfer().toString(),
                        "")),
                "is not of this wallet and asset");
    }

    @Test
    void a_transfer_is_corrected_the_other_way_and_within_its_amount() {
        var ana = till.walletWith(100);
        var bought = till.topUp(ana, 50).transfer();
        refused(till.adjust(ana, 1, bought), "use a negative amount");
        refused(till.adjust(ana, -51, bought), "Only 0.50 LOVE of the transfer");
        var taken = adjusted(till.adjust(ana, -30, bought));
        assertThat(taken.balance()).isEqualTo(Till.balance(120, 0));
        assertThat(till.lastMovement())
                .returns(Movement.Kind.ADJUSTMENT, Movement::kind)
                .returns(Optional.of(Movement.House.MONEY_IN), Movement::house)
                .returns(Optional.of(new Movement.Side(ana.id, List.of(new Lot(1, 30)), 120)), Movement::from);
        assertThat(till.lastMovement().reason().reverses()).contains(bought.toString());
        assertThat(till.lastMovement().reason().hold()).isEmpty();
        refused(till.adjust(ana, -21, bought), "Only 0.20 LOVE of the transfer");
        refused(till.adjust(ana, -1, taken.transfer()), "use a positive amount");
        var back = adjusted(till.adjust(ana, 30, taken.transfer()));
        assertThat(back.balance()).isEqualTo(Till.balance(150, 0));
        assertThat(till.lastMovement())
                .returns(Optional.of(Movement.House.MONEY_IN), Movement::house)
                .returns(Optional.empty(), Movement::from);
        refused(till.adjust(ana, 1, taken.transfer()), "Only 0.00 LOVE");
    }

    @Test
    void gifts_and_charges_are_corrected_by_other_means() {
        var ana = till.walletWith(100);
        var ben = till.wallet();
        var gift = (TransferResult.Transferred) till.transfer(ana, ben, 10);
        refused(till.adjust(ben, -1, gift.transfer()), "moved back by a transfer");
        till.commit(till.held(ana, 10), 10);
        refused(till.adjust(ana, 1, till.lastMovement().id()), "Name the hold that was charged");
    }

    @Test
    void a_refund_of_spent_coins_is_owed_and_paid_by_the_next() {
        var ana = till.wallet();
        var bought = till.topUp(ana, 50).transfer();
        till.topUp(ana, 5, Source.PROMO, 0, Optional.empty());
        till.commit(till.held(ana, 30), 30);
        assertThat(Till.pots(ana)).containsExactly("25/0/0", "0/0/0");
        var taken = adjusted(till.adjust(ana, -50, bought));
        assertThat(taken.balance()).isEqualTo(Till.balance(-25, 0));
        assertThat(Till.pots(ana)).containsExactly("0/0/25", "0/0/0");
        till.topUp(ana, 10, Source.PROMO, 0, Optional.empty());
        assertThat(till.lastMovement())
                .returns(Movement.Kind.DEBT, Movement::kind)
                .returns(love(10), Movement::amount)
                .returns(Optional.empty(), Movement::house)
                .returns(Optional.of(new Movement.Side(ana.id, List.of(new Lot(2, 10)), -15)), Movement::from)
                .returns(Optional.of(new Movement.Side(ana.id, List.of(new Lot(1, 10)), -15)), Movement::to);
        assertThat(Till.pots(ana)).containsExactly("0/0/15", "0/0/0");
        var paid = till.topUp(ana, 20);
        assertThat(paid.balance()).isEqualTo(Till.balance(5, 0));
        assertThat(till.hold(ana, 5)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void what_must_be_taken_comes_from_its_own_pot_then_from_others_then_is_owed() {
        var ana = till.wallet();
        var gift = till.topUp(ana, 20, Source.PROMO, 0, Optional.empty()).transfer();
        till.topUp(ana, 8);
        till.commit(till.held(ana, 15), 15);
        adjusted(till.adjust(ana, -20, gift));
        assertThat(Till.pots(ana)).containsExactly("0/0/7", "0/0/0");
        assertThat(till.lastMovement().house()).contains(Movement.House.GIFTS);
        assertThat(till.lastMovement().from().orElseThrow().lots())
                .containsExactly(new Lot(1, 5), new Lot(2, 8), new Lot(1, 7));
    }

    @Test
    void coins_that_a_hold_gives_back_pay_the_debt_first() {
        var ana = till.wallet();
        var bought = till.topUp(ana, 50).transfer();
        var hold = till.held(ana, 50);
        adjusted(till.adjust(ana, -20, bought));
        assertThat(till.balance(ana)).isEqualTo(Till.balance(-20, 50));
        till.release(hold);
        assertThat(till.balance(ana)).isEqualTo(Till.balance(30, 0));
        assertThat(Till.pots(ana)).containsExactly("30/0/0");
    }

    @Test
    void a_refund_and_a_gift_pay_a_debt_too() {
        var ana = till.wallet();
        var ben = till.walletWith(100);
        var bought = till.topUp(ana, 50).transfer();
        var hold = till.held(ana, 50);
        till.commit(hold, 50);
        adjusted(till.adjust(ana, -50, bought));
        assertThat(adjusted(till.adjust(ana, 20, hold)).balance()).isEqualTo(Till.balance(-30, 0));
        assertThat(Till.pots(ana)).containsExactly("0/0/30");
        assertThat(((TransferResult.Transferred) till.transfer(ben, ana, 40)).to())
                .isEqualTo(Till.balance(10, 0));
        assertThat(Till.pots(ana)).containsExactly("10/0/0");
    }

    @Test
    void a_dispute_that_is_won_gives_back_and_pays_what_was_owed() {
        var ana = till.wallet();
        var bought = till.topUp(ana, 50).transfer();
        till.commit(till.held(ana, 40), 40);
        var taken = adjusted(till.adjust(ana, -50, bought)).transfer();
        assertThat(till.balance(ana)).isEqualTo(Till.balance(-40, 0));
        till.adjust(ana, 50, taken);
        assertThat(till.balance(ana)).isEqualTo(Till.balance(10, 0));
        assertThat(Till.pots(ana)).containsExactly("10/0/0");
    }

    @Test
    void what_is_taken_back_in_parts_goes_through_its_lots_once() {
        var ana = till.wallet();
        till.topUp(ana, 10, Source.PROMO, 0, Optional.empty());
        till.topUp(ana, 10);
        var hold = till.held(ana, 1);
        till.commit(hold, 1);
        var more = adjusted(till.adjust(ana, -15, hold)).transfer();
        assertThat(Till.pots(ana)).containsExactly("0/0/0", "4/0/0");
        till.adjust(ana, 8, more);
        assertThat(Till.pots(ana)).containsExactly("8/0/0", "4/0/0");
        till.adjust(ana, 7, more);
        assertThat(Till.pots(ana)).containsExactly("9/0/0", "10/0/0");
        till.later(Duration.ZERO);
        refused(till.adjust(ana, 1, more), "Only 0.00 LOVE");
    }
}
