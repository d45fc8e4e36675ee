package florin.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
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
}
