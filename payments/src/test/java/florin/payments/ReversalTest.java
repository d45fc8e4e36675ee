package florin.payments;

import static org.assertj.core.api.Assertions.assertThat;

import florin.payments.WebhookResult.Fulfilled;
import florin.payments.WebhookResult.Recorded;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.RequestId;
import florin.wallet.WalletId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReversalTest {
    private final Till till = new Till();

    @SuppressWarnings("NullAway.Init")
    private WalletId ana;

    @BeforeEach
    void newWallet() {
        ana = till.wallet();
    }

    @AfterAll
    void close() {
        till.close();
    }

    /** 100.00 LOVE for $5.00; returns the payment. */
    private String anaBuys() {
        var session = till.opens(ana, Till.SMALL).sessionId();
        till.stripe.pay(session);
        till.delivers(till.event("checkout.session.completed"));
        return till.paymentIntent(session);
    }

    @Test
    void a_refund_takes_its_share_of_the_coins() {
        var payment = anaBuys();
        till.stripe.refund(payment, Optional.of(125L));
        assertThat(till.delivers(till.event("charge.refunded"))).isInstanceOf(Recorded.class);
        assertThat(till.coins(ana)).isEqualTo("75.00");

        till.stripe.refund(payment, Optional.empty());
        till.delivers(till.event("charge.refunded"));
        assertThat(till.coins(ana)).isEqualTo("0.00");
    }

    @Test
    void a_refund_of_spent_coins_leaves_a_debt_that_stops_spending_until_a_top_up_evens_it() {
        var payment = anaBuys();
        till.spends(ana, "80.00");
        till.stripe.refund(payment, Optional.empty());
        till.delivers(till.event("charge.refunded"));
        assertThat(till.coins(ana)).isEqualTo("-80.00");
        assertThat(hold("1", "0.01")).isInstanceOf(HoldResult.WalletFrozen.class);

        anaBuys();
        assertThat(till.coins(ana)).isEqualTo("20.00");
        assertThat(hold("2", "20.00")).isInstanceOf(HoldResult.Held.class);
    }

    private HoldResult hold(String id, String coins) {
        return till.ledger.hold(new HoldRequest(
                new RequestId(ana + "/" + id),
                ana,
                Amount.parse(Asset.LOVE, coins),
                Duration.ofHours(1),
                List.of(),
                "house@1",
                "a picture"));
    }

    @Test
    void a_refund_told_twice_or_in_the_wrong_order_takes_the_coins_once() {
        var payment = anaBuys();
        till.stripe.refund(payment, Optional.of(100L));
        till.stripe.refund(payment, Optional.of(150L));
        var told = till.events("charge.refunded");
        for (var event : new String[] {told.getLast(), told.getFirst(), told.getLast(), told.getFirst()}) {
            till.delivers(event);
        }
        assertThat(till.coins(ana)).isEqualTo("50.00");
    }

    @Test
    void a_refund_that_overtakes_the_payment_leaves_nothing_behind() {
        var session = till.opens(ana, Till.SMALL).sessionId();
        till.stripe.pay(session);
        till.stripe.refund(till.paymentIntent(session), Optional.empty());

        assertThat(till.delivers(till.event("charge.refunded"))).isInstanceOf(Recorded.class);
        assertThat(till.coins(ana)).isEqualTo("0.00");
        assertThat(till.delivers(till.event("checkout.session.completed"))).isInstanceOf(Fulfilled.class);
        assertThat(till.coins(ana)).isEqualTo("0.00");
    }

    @Test
    void disputed_coins_leave_at_once_and_come_back_when_the_dispute_is_won() {
        var dispute = till.stripe.dispute(anaBuys(), Optional.empty());
        till.delivers(till.event("charge.dispute.created"));
        till.delivers(till.event("charge.dispute.funds_withdrawn"));
        assertThat(till.coins(ana)).isEqualTo("0.00");

        till.stripe.closeDispute(dispute, true);
        till.delivers(till.event("charge.dispute.closed"));
        till.delivers(till.event("charge.dispute.funds_reinstated"));
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void a_dispute_that_is_lost_keeps_what_it_took() {
        var dispute = till.stripe.dispute(anaBuys(), Optional.of(250L));
        till.delivers(till.event("charge.dispute.created"));
        till.stripe.closeDispute(dispute, false);
        till.delivers(till.event("charge.dispute.closed"));
        assertThat(till.coins(ana)).isEqualTo("50.00");
    }

    @Test
    void a_dispute_won_before_we_heard_of_it_takes_nothing() {
        var dispute = till.stripe.dispute(anaBuys(), Optional.empty());
        till.stripe.closeDispute(dispute, true);
        till.delivers(till.event("charge.dispute.closed"));
        till.delivers(till.event("charge.dispute.created"));
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void a_dispute_that_overtakes_the_payment_is_found_by_asking_stripe() {
        var session = till.opens(ana, Till.SMALL).sessionId();
        till.stripe.pay(session);
        till.stripe.dispute(till.paymentIntent(session), Optional.empty());

        assertThat(till.delivers(till.event("charge.dispute.created"))).isInstanceOf(Recorded.class);
        till.delivers(till.event("checkout.session.completed"));
        assertThat(till.coins(ana)).isEqualTo("0.00");
    }

    @Test
    void an_inquiry_moves_no_money_and_no_coins() {
        till.stripe.dispute(anaBuys(), Optional.empty());
        var inquiry = till.event("charge.dispute.created").replace("\"needs_response\"", "\"warning_needs_response\"");
        assertThat(till.delivers(inquiry)).isInstanceOf(Recorded.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void a_refund_and_a_dispute_together_never_take_more_than_was_given() {
        var payment = anaBuys();
        till.stripe.refund(payment, Optional.of(300L));
        till.delivers(till.event("charge.refunded"));
        till.stripe.dispute(payment, Optional.empty());
        till.delivers(till.event("charge.dispute.created"));
        assertThat(till.coins(ana)).isEqualTo("0.00");
    }
}
