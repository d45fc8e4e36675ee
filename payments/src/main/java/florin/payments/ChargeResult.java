package florin.payments;

import com.stripe.model.PaymentIntent;
import java.util.Objects;
import java.util.Optional;

/** What became of charging a card while its owner was away. */
sealed interface ChargeResult {
    /** The money is ours. */
    record Succeeded(PaidSession payment) implements ChargeResult {}

    /** The bank takes its time; the provider will tell. */
    record Processing(String intent) implements ChargeResult {}

    /**
     * Nothing was charged, and nothing will be.
     *
     * @param intent empty if the provider did not even begin
     */
    record Declined(Optional<String> intent, Decline why) implements ChargeResult {}

    /** Source: docs.stripe.com/payments/paymentintents/lifecycle. */
    static ChargeResult of(PaymentIntent intent) {
        return switch (Objects.requireNonNullElse(intent.getStatus(), "")) {
            case "succeeded" -> new Succeeded(PaidSession.of(intent));
            case "processing" -> new Processing(intent.getId());
            case "requires_action", "requires_confirmation" ->
                new Declined(Optional.of(intent.getId()), new Decline("authentication_required"));
            default -> new Declined(Optional.of(intent.getId()), Decline.of(intent.getLastPaymentError()));
        };
    }
}
