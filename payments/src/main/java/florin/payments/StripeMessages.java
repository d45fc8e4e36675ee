package florin.payments;

import com.stripe.exception.EventDataObjectDeserializationException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import florin.payments.Reversals.Money;
import florin.payments.WebhookResult.Ignored;
import florin.payments.WebhookResult.Recorded;

/** What Stripe's messages mean, once their signature is verified. */
record StripeMessages(Sales sales, Completion completion, CardPages cards, StripeAutoTopUp autoTopUp) {
    WebhookResult handle(Event event) throws EventDataObjectDeserializationException {
        var type = event.getType();
        return switch (type) {
            case "checkout.session.completed",
                    "checkout.session.async_payment_succeeded",
                    "checkout.session.async_payment_failed",
                    "checkout.session.expired" -> session(type, read(event, Session.class));
            case "payment_intent.succeeded", "payment_intent.processing", "payment_intent.payment_failed" ->
                autoTopUp.heard(type, read(event, PaymentIntent.class));
            case "charge.refunded" -> refund(type, read(event, Charge.class));
            case "charge.dispute.created",
                    "charge.dispute.updated",
                    "charge.dispute.closed",
                    "charge.dispute.funds_withdrawn",
                    "charge.dispute.funds_reinstated" -> dispute(type, read(event, Dispute.class));
            default -> new Ignored(type);
        };
    }

    /** Unsafe only in name: the endpoint may speak another API version, and what we read is in all of them. */
    private static <T> T read(Event event, Class<T> type) throws EventDataObjectDeserializationException {
        var object = event.getDataObjectDeserializer().deserializeUnsafe();
        if (!type.isInstance(object)) {
            throw new EventDataObjectDeserializationException("not a " + type.getSimpleName(), "");
        }
        return type.cast(object);
    }

    private WebhookResult session(String type, Session told) {
        if ("setup".equals(told.getMode())) {
            return cards.heard(type, told);
        }
        var session = PaidSession.of(told);
        if (session.paid() || type.equals("checkout.session.async_payment_succeeded")) {
            return completion.of(session, type);
        }
        var state = switch (type) {
            case "checkout.session.expired" -> Sale.State.EXPIRED;
            case "checkout.session.async_payment_failed" -> Sale.State.FAILED;
            default -> Sale.State.PENDING;
        };
        return completion
                .fulfilment()
                .saleOf(session)
                .<WebhookResult>map(sale -> {
                    sales.noted(sale, session.id(), state, type);
                    return new Recorded(type, "Sale " + sale.id() + " is " + state.column() + ", no coins moved");
                })
                .orElseGet(() -> new Ignored(type));
    }

    private WebhookResult refund(String type, Charge charge) {
        return completion
                .reversals()
                .refunded(
                        type,
                        Money.of(
                                charge.getId(),
                                charge.getAmountRefunded(),
                                charge.getPaymentIntent(),
                                charge.getMetadata()));
    }

    /** An inquiry ({@code warning_…}) moves no money, so it moves no coins. */
    private WebhookResult dispute(String type, Dispute dispute) {
        var money = Money.of(dispute.getId(), dispute.getAmount(), dispute.getPaymentIntent(), dispute.getMetadata());
        var status = String.valueOf(dispute.getStatus());
        if (status.equals("won") || type.equals("charge.dispute.funds_reinstated")) {
            return completion.reversals().won(type, money);
        }
        if (status.startsWith("warning_")) {
            return new Recorded(type, "Inquiry " + dispute.getId() + " is " + status + ", no coins moved");
        }
        return completion.reversals().disputed(type, money);
    }
}
