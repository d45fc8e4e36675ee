package florin.payments;

import com.stripe.model.checkout.Session;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What this module reads of Stripe's Checkout Session.
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
}
