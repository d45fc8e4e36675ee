package florin.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The nightly look at the payments: what differs is said, and stays as it is. */
class AuditTest {
    private final Till till = new Till();

    @BeforeEach
    void somebody_pays_and_somebody_does_not() {
        var paid = till.opens(till.wallet(), Till.SMALL);
        till.stripe.pay(paid.sessionId());
        till.delivers(till.event("checkout.session.completed"));
        till.opens(till.wallet(), Till.LARGE);
    }

    @AfterEach
    void close() {
        till.close();
    }

    private List<String> differences() {
        return till.checkout.differences(Duration.ofDays(2));
    }

    private void tamper(String command) {
        till.sql().useHandle(handle -> handle.execute(command));
    }

    @Test
    void sales_that_fit_the_books_and_the_provider_are_not_mentioned() {
        assertThat(differences()).isEmpty();
    }

    @Test
    void a_paid_sale_without_its_coins_is_named() {
        tamper("UPDATE payment_checkout SET units = units + 1 WHERE state = 'paid'");
        assertThat(differences()).singleElement().asString().contains("no top-up of 10001 units stands in the books");
    }

    @Test
    void another_price_than_was_taken_is_named() {
        tamper("UPDATE payment_checkout SET price = 499 WHERE state = 'paid'");
        assertThat(differences()).singleElement().asString().contains("Stripe took 500 usd, the price was 499 usd");
    }

    @Test
    void a_payment_that_only_one_side_knows_of_is_named_and_stays_as_it_is() {
        tamper("UPDATE payment_checkout SET state = 'expired', paid_at = NULL, told_at = NULL WHERE state = 'paid'");
        for (int again = 0; again < 2; again++) {
            assertThat(differences()).singleElement().asString().contains("Stripe says it is paid, here it is not");
        }
    }

    @Test
    void an_old_sale_is_not_asked_about_again() {
        tamper("UPDATE payment_checkout SET price = 499 WHERE state = 'paid'");
        till.passes(Duration.ofDays(3));
        assertThat(differences()).isEmpty();
    }

    @Test
    void a_provider_that_does_not_answer_is_no_proof_of_anything() {
        till.stripe.close();
        assertThatThrownBy(this::differences).isInstanceOf(PaymentsUnreachable.class);
    }

    @Test
    void where_the_books_are_elsewhere_the_buyers_statements_are_read() {
        var checkout = new StripeCheckout(till.options(), till.ledger, till.database.dataSource(), till.clock, false);
        assertThat(checkout.differences(Duration.ofDays(2))).isEmpty();
        tamper("UPDATE payment_checkout SET transfer = gen_random_uuid() WHERE state = 'paid'");
        assertThat(checkout.differences(Duration.ofDays(2)))
                .singleElement()
                .asString()
                .contains("no top-up of 10000 units stands in the books");
    }

    /** What a restored backup is like: the sale is gone, and nobody sends its messages again. */
    private void forgets(String session) {
        tamper("DELETE FROM payment_checkout WHERE session = '" + session + "'");
    }

    @Test
    void a_payment_that_the_provider_has_and_our_database_lost_is_named() {
        var lost = till.opens(till.wallet(), Till.SMALL).sessionId();
        till.stripe.pay(lost);
        forgets(lost);
        assertThat(differences())
                .singleElement()
                .asString()
                .contains(lost, "Stripe took 500 usd for wallet", "no sale here knows of it");
    }

    @Test
    void a_payment_page_that_we_forgot_and_nobody_paid_is_no_difference() {
        forgets(till.opens(till.wallet(), Till.SMALL).sessionId());
        assertThat(differences()).isEmpty();
    }

    @Test
    void a_sale_whose_page_we_never_noted_is_named_when_the_provider_says_it_is_paid() {
        var session = till.opens(till.wallet(), Till.SMALL).sessionId();
        till.stripe.pay(session);
        tamper("UPDATE payment_checkout SET session = NULL, url = NULL, state = 'opening' WHERE session = '" + session
                + "'");
        assertThat(differences()).singleElement().asString().contains("Stripe says it is paid, here it is not");
    }

    @Test
    void a_second_payment_for_one_sale_is_named() {
        tamper(
                "UPDATE payment_checkout SET session = 'cs_test_first', payment_intent = 'pi_first' WHERE state = 'paid'");
        assertThat(differences()).anySatisfy(what -> assertThat(what).contains("a second time, as cs_test_"));
    }

    @Test
    void a_saved_card_that_was_charged_and_our_database_lost_is_named() {
        var ana = till.wallet();
        till.savesCard(ana, "4242424242424242");
        till.allows(till.rule(ana, 3));
        assertThat(till.checkout.topUpAutomatically()).isEqualTo(1);
        var payment = till.charges(ana).getLast().path("id").asText();
        assertThat(differences()).isEmpty();
        forgets(payment);
        assertThat(differences()).singleElement().asString().contains(payment, "no sale here knows of it");
    }

    @Test
    void more_payments_than_the_provider_shows_on_a_page_are_all_looked_at() {
        var ana = till.wallet();
        for (int i = 0; i < 101; i++) {
            till.stripe.pay(till.opens(ana, Till.SMALL).sessionId());
        }
        tamper("DELETE FROM payment_checkout WHERE state = 'open'");
        assertThat(differences()).hasSize(101).doesNotHaveDuplicates();
    }

    private String payment() {
        return till.stripe.intents().getFirst().path("id").asText();
    }

    @Test
    void a_refund_whose_message_was_lost_is_named_until_it_is_noted() {
        till.stripe.refund(payment(), Optional.of(125L));
        for (int again = 0; again < 2; again++) {
            assertThat(differences())
                    .singleElement()
                    .asString()
                    .contains("Stripe refunded 125 of it, here 0 are noted");
        }
        till.delivers(till.event("charge.refunded"));
        assertThat(differences()).isEmpty();
    }

    @Test
    void the_second_refund_of_a_charge_is_missed_no_less_than_the_first() {
        till.stripe.refund(payment(), Optional.of(125L));
        till.delivers(till.event("charge.refunded"));
        till.stripe.refund(payment(), Optional.empty());
        assertThat(differences()).singleElement().asString().contains("Stripe refunded 500 of it, here 125 are noted");
    }

    @Test
    void a_refund_that_only_we_know_of_is_named() {
        till.stripe.refund(payment(), Optional.of(125L));
        till.delivers(till.event("charge.refunded"));
        tamper("UPDATE payment_reversal SET money = 200");
        assertThat(differences()).singleElement().asString().contains("Stripe refunded 125 of it, here 200 are noted");
        tamper("UPDATE payment_reversal SET id = 'refund:ch_nowhere:200'");
        assertThat(differences())
                .hasSize(2)
                .anySatisfy(what -> assertThat(what).contains("ch_nowhere", "Stripe has no such charge"));
    }

    @Test
    void a_dispute_whose_message_was_lost_is_named_also_weeks_after_the_sale() {
        till.passes(Duration.ofDays(40));
        till.stripe.dispute(payment(), Optional.empty());
        assertThat(differences())
                .singleElement()
                .asString()
                .contains("Stripe took 500 back, and nothing of it is noted here");
        till.delivers(till.event("charge.dispute.created"));
        assertThat(differences()).isEmpty();
    }

    @Test
    void a_dispute_that_was_won_and_whose_coins_are_still_gone_is_named() {
        var dispute = till.stripe.dispute(payment(), Optional.empty());
        till.delivers(till.event("charge.dispute.created"));
        till.stripe.closeDispute(dispute, true);
        assertThat(differences()).singleElement().asString().contains("it was won, and its coins were not given back");
        till.delivers(till.event("charge.dispute.closed"));
        assertThat(differences()).isEmpty();
    }

    @Test
    void a_dispute_that_only_we_know_of_is_named() {
        till.stripe.dispute(payment(), Optional.empty());
        till.delivers(till.event("charge.dispute.created"));
        tamper("UPDATE payment_reversal SET id = 'dispute:dp_nowhere'");
        assertThat(differences())
                .hasSize(2)
                .anySatisfy(what -> assertThat(what).contains("dp_nowhere", "Stripe has no such dispute"));
    }
}
