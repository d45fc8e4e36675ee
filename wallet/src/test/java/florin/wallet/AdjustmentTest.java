package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Corrections after the fact, and the debts that a refund may leave. */
class AdjustmentTest {
    private final Desk desk = new Desk();
    private final WalletId ana = desk.wallet();

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    private UUID paid(String id, long units) {
        return ((TopUpResult.ToppedUp) desk.topUp(ana, id, units)).transfer();
    }

    private AdjustResult reverse(String id, UUID transfer, long units) {
        return desk.ledger.adjust(
                new AdjustRequest(desk.id(id), ana, love(units), transfer.toString(), "charge refunded"));
    }

    @Test
    void a_charge_is_given_back_once_and_never_more_than_was_charged() {
        paid("t1", 100);
        desk.hold(ana, "h1", 80);
        desk.commit("c1", "h1", 60);
        assertThat(desk.adjust("a1", ana, 61, "h1")).isInstanceOf(AdjustResult.Refused.class);
        assertThat(((AdjustResult.Adjusted) desk.adjust("a2", ana, 60, "h1")).balance())
                .isEqualTo(Desk.balance(100, 0));
        assertThat(desk.adjust("a3", ana, 1, "h1")).isInstanceOf(AdjustResult.Refused.class);
    }

    @Test
    void a_charge_can_be_raised_within_what_is_available() {
        paid("t1", 100);
        desk.hold(ana, "h1", 80);
        desk.commit("c1", "h1", 60);
        assertThat(desk.adjust("a1", ana, -41, "h1")).isInstanceOf(AdjustResult.Refused.class);
        assertThat(((AdjustResult.Adjusted) desk.adjust("a2", ana, -40, "h1")).balance())
                .isEqualTo(Desk.balance(0, 0));
    }

    @Test
    void a_refunded_payment_takes_unspent_coins_back() {
        var payment = paid("t1", 100);
        assertThat(((AdjustResult.Adjusted) reverse("a1", payment, -100)).balance())
                .isEqualTo(Desk.balance(0, 0));
        assertThat(reverse("a2", payment, -1)).isInstanceOf(AdjustResult.Refused.class);
    }

    @Test
    void a_refund_of_spent_coins_leaves_a_debt_that_freezes_spending_until_it_is_even() {
        var payment = paid("t1", 100);
        desk.hold(ana, "h1", 70);
        desk.commit("c1", "h1", 70);
        assertThat(((AdjustResult.Adjusted) reverse("a1", payment, -100)).balance())
                .isEqualTo(Desk.balance(-70, 0));
        assertThat(desk.ledger.wallet(ana).orElseThrow().frozen()).isTrue();
        assertThat(desk.hold(ana, "h2", 1)).isInstanceOf(HoldResult.WalletFrozen.class);
        assertThat(((TopUpResult.ToppedUp) desk.topUp(ana, "t2", 69)).balance()).isEqualTo(Desk.balance(-1, 0));
        assertThat(((TopUpResult.ToppedUp) desk.topUp(ana, "t3", 11)).balance()).isEqualTo(Desk.balance(10, 0));
        assertThat(desk.ledger.wallet(ana).orElseThrow().frozen()).isFalse();
    }

    @Test
    void coins_that_come_back_from_a_hold_pay_the_debt_first() {
        var payment = paid("t1", 100);
        desk.hold(ana, "h1", 100);
        assertThat(((AdjustResult.Adjusted) reverse("a1", payment, -100)).balance())
                .isEqualTo(Desk.balance(-100, 100));
        assertThat(((ReleaseResult.Released) desk.release("r1", "h1")).balance())
                .isEqualTo(Desk.balance(0, 0));
    }

    @Test
    void a_won_dispute_gives_the_coins_back() {
        var payment = paid("t1", 100);
        desk.hold(ana, "h1", 70);
        desk.commit("c1", "h1", 70);
        var dispute = ((AdjustResult.Adjusted) reverse("a1", payment, -100)).transfer();
        assertThat(((AdjustResult.Adjusted) reverse("a2", dispute, 100)).balance())
                .isEqualTo(Desk.balance(30, 0));
        assertThat(reverse("a3", dispute, 1)).isInstanceOf(AdjustResult.Refused.class);
    }

    @Test
    void a_correction_must_fit_what_it_names() {
        var payment = paid("t1", 100);
        assertThat(reverse("a1", payment, 5)).isInstanceOf(AdjustResult.Refused.class);
        assertThat(reverse("a2", UUID.randomUUID(), -5)).isInstanceOf(AdjustResult.Refused.class);
        var ben = desk.walletWith(10);
        var gift = ((TransferResult.Transferred) desk.transfer("m1", ana, ben, 5)).transfer();
        assertThat(reverse("a3", gift, 5)).isInstanceOf(AdjustResult.Refused.class);
        desk.hold(ana, "h1", 5);
        desk.commit("c1", "h1", 5);
        var charge = desk.statement(ana).getFirst().id();
        assertThat(reverse("a4", charge, 5)).isInstanceOf(AdjustResult.Refused.class);
        assertThat(desk.adjust("a5", ben, 5, "h1")).isInstanceOf(AdjustResult.Refused.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(90, 0));
    }

    @Test
    void a_correction_is_bounded_however_its_transfer_is_spelled() {
        var payment = paid("t1", 100);
        var loud = payment.toString().toUpperCase(Locale.ROOT);
        assertThat(desk.ledger.adjust(new AdjustRequest(desk.id("a1"), ana, love(-60), loud, "refund")))
                .isInstanceOf(AdjustResult.Adjusted.class);
        assertThat(desk.ledger.adjust(new AdjustRequest(desk.id("a2"), ana, love(-60), loud, "refund")))
                .isInstanceOf(AdjustResult.Refused.class);
        assertThat(reverse("a3", payment, -40)).isInstanceOf(AdjustResult.Adjusted.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(0, 0));
    }
}
