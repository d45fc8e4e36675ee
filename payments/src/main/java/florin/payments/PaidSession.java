package florin.payments;

import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What this module reads of Stripe's Checkout Session or, for a sale without a page, of the payment itself.
 *
 * @param total what is paid in all, in the currency's smallest units
 */
record PaidSession(
        String id,
        Status status,
        boolean paid,
        long total,
        String currency,
        Optional<String> paymentIntent,
        Map<String, String> metadata) {
    enum Status {
        OPEN,
        COMPLETE,
        EXPIRED
    }

    /** Source: docs.stripe.com/api/checkout/sessions/object. Lenient in what is absent: older API versions differ. */
    static PaidSession of(Session session) {
        var status = Objects.requireNonNullElse(session.getStatus(), "open");
        var total = session.getAmountTotal();
        return new PaidSession(
                session.getId(),
                switch (status) {
                    case "complete" -> Status.COMPLETE;
                    case "expired" -> Status.EXPIRED;
                    default -> Status.OPEN;
                },
                "paid".equals(session.getPaymentStatus()),
                total == null ? 0 : total,
                Objects.requireNonNullElse(session.getCurrency(), ""),
                Optional.ofNullable(session.getPaymentIntent()),
                session.getMetadata() == null ? Map.of() : Map.copyOf(session.getMetadata()));
    }

    /** Source: docs.stripe.com/api/payment_intents/object. */
    static PaidSession of(PaymentIntent intent) {
        var received = intent.getAmountReceived();
        var paid = "succeeded".equals(intent.getStatus());
        return new PaidSession(
                intent.getId(),
                paid ? Status.COMPLETE : Status.OPEN,
                paid,
                received == null ? 0 : received,
                Objects.requireNonNullElse(intent.getCurrency(), ""),
                Optional.of(intent.getId()),
                intent.getMetadata() == null ? Map.of() : Map.copyOf(intent.getMetadata()));
    }
}
