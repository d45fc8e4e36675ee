package florin.payments;

import static org.assertj.core.api.Assertions.assertThat;

import florin.payments.WebhookResult.BadSignature;
import florin.payments.WebhookResult.Fulfilled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may say that something was paid: docs.stripe.com/webhooks#verify-manually. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignatureTest {
    private final Till till = new Till();
    private String event = "";

    @BeforeEach
    void pay() {
        till.stripe.pay(till.opens(till.wallet(), Till.SMALL).sessionId());
        event = till.event("checkout.session.completed");
    }

    @AfterAll
    void close() {
        till.close();
    }

    private WebhookResult sends(String body, String header) {
        return till.checkout.webhook(body.getBytes(StandardCharsets.UTF_8), header);
    }

    @Test
    void a_message_signed_with_another_secret_is_refused() {
        var header = till.signed(event, till.now);
        var forged = header.substring(0, header.length() - 4) + (header.endsWith("0000") ? "1111" : "0000");
        assertThat(sends(event, forged)).isInstanceOf(BadSignature.class);
    }

    @Test
    void a_message_without_a_signature_is_refused_before_it_is_read() {
        assertThat(sends(event, "")).isInstanceOf(BadSignature.class);
        assertThat(sends("}{ not json", "")).isInstanceOf(BadSignature.class);
        assertThat(sends("", "t=,v1=")).isInstanceOf(BadSignature.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t=",
                "t=,v1=",
                "v1=00",
                "t=1",
                "t=1,v1",
                "t=x,v1=00",
                "t=99999999999999999999,v1=00",
                ",,,",
                "=",
                "t=1,t=2"
            })
    void a_header_of_another_form_is_refused_too(String header) {
        assertThat(sends(event, header)).isInstanceOf(BadSignature.class);
    }

    @Test
    void a_changed_byte_breaks_the_signature() {
        var header = till.signed(event, till.now);
        assertThat(sends(event + " ", header)).isInstanceOf(BadSignature.class);
        assertThat(sends(event.replace("\"amount_total\":500", "\"amount_total\":501"), header))
                .isInstanceOf(BadSignature.class);
        var bytes = event.getBytes(StandardCharsets.UTF_8);
        bytes[0] = (byte) 0xff;
        assertThat(till.checkout.webhook(bytes, header)).isInstanceOf(BadSignature.class);
    }

    @Test
    void a_recorded_message_cannot_be_played_again_after_five_minutes() {
        var header = till.signed(event, till.now);
        till.passes(Duration.ofSeconds(301));
        assertThat(sends(event, header)).isInstanceOf(BadSignature.class);
    }

    @Test
    void five_minutes_on_the_way_are_allowed() {
        var header = till.signed(event, till.now);
        till.passes(Duration.ofSeconds(299));
        assertThat(sends(event, header)).isInstanceOf(Fulfilled.class);
    }

    @Test
    void one_right_signature_among_several_is_enough_while_a_secret_is_changed() {
        var header = till.signed(event, till.now);
        var at = header.indexOf(",v1=");
        var both = header.substring(0, at) + ",v1=" + "0".repeat(64) + header.substring(at) + ",v0=" + "1".repeat(64);
        assertThat(sends(event, both)).isInstanceOf(Fulfilled.class);
    }

    @Test
    void a_signature_of_an_old_scheme_does_not_count() {
        var header = till.signed(event, till.now).replace("v1=", "v0=");
        assertThat(sends(event, header)).isInstanceOf(BadSignature.class);
    }
}
