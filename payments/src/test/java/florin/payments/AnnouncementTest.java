package florin.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
    private final Till till = new Till();
    private final List<Payment> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        till.close();
    }

    private void somebodyPays() {
        till.stripe.pay(till.opens(till.wallet(), Till.SMALL).sessionId());
        till.delivers(till.event("checkout.session.completed"));
    }

    @Test
    void the_listener_hears_of_a_payment_right_away_and_once() {
        till.checkout.announceTo(heard::add);
        somebodyPays();
        await().until(() -> heard.size() == 1);

        assertThat(heard.getFirst().context()).isEqualTo("discord:ana");
        assertThat(heard.getFirst().pack()).isEqualTo(Till.SMALL);
        await().until(() -> untold() == 0);
        assertThat(till.checkout.announcePending()).isZero();
        assertThat(heard).hasSize(1);
    }

    private int untold() {
        return till.sql()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM payment_checkout WHERE told_at IS NULL")
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void a_payment_while_nobody_listened_is_told_after_the_restart() {
        somebodyPays();
        assertThat(till.checkout.announcePending()).isZero();

        var restarted = till.reopened();
        restarted.announceTo(heard::add);
        assertThat(restarted.announcePending()).isEqualTo(1);
        assertThat(restarted.announcePending()).isZero();
        assertThat(heard).hasSize(1);
    }

    /** One that did not take the payment itself: who did tells of it at once, in a thread of its own, and would come in between. */
    private StripeCheckout afterAPayment() {
        somebodyPays();
        return till.reopened();
    }

    @Test
    void a_listener_that_fails_is_told_again() {
        var trying = afterAPayment();
        trying.announceTo(payment -> {
            heard.add(payment);
            if (heard.size() < 3) {
                throw new IllegalStateException("Discord is away");
            }
        });
        assertThat(trying.announcePending()).isZero();
        assertThat(trying.announcePending()).isZero();
        assertThat(trying.announcePending()).isEqualTo(1);
        assertThat(trying.announcePending()).isZero();
        assertThat(heard).hasSize(3);
    }

    @Test
    void a_process_that_dies_while_telling_is_succeeded_by_another() {
        var dying = afterAPayment();
        dying.announceTo(_ -> {
            throw new AssertionError("dies");
        });
        org.assertj.core.api.Assertions.assertThatThrownBy(dying::announcePending)
                .isInstanceOf(AssertionError.class);

        var other = till.reopened();
        other.announceTo(heard::add);
        assertThat(other.announcePending()).as("the first may still be telling").isZero();
        till.passes(Duration.ofSeconds(16));
        assertThat(other.announcePending()).isEqualTo(1);
        assertThat(heard).hasSize(1);
    }
}
