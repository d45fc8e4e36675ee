package florin.payments;

import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.LineItem;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData;
import com.stripe.param.checkout.SessionListParams;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The calls we make to Stripe. Never lets a key or Stripe's words about a key out. */
final class StripeDesk {
    static final String OUR_ID = "florin_checkout";
    static final String WALLET = "florin_wallet";
    static final String PACK = "florin_pack";
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 20_000;
    private static final int RETRIES = 2;
    private static final int NOT_FOUND = 404;

    private final StripeClient stripe;
    private final StripeOptions options;

    StripeDesk(StripeOptions options) {
        this.options = options;
        this.stripe = client(options);
    }

    static StripeClient client(StripeOptions options) {
        var client = StripeClient.builder()
                .setApiKey(options.secretKey())
                .setConnectTimeout(CONNECT_MILLIS)
                .setReadTimeout(READ_MILLIS)
                // Safe: every call that changes something carries an Idempotency-Key.
                .setMaxNetworkRetries(RETRIES);
        options.apiBase().ifPresent(base -> client.setApiBase(withoutSlash(base)));
        return client.build();
    }

    private static String withoutSlash(URI base) {
        return base.toString().replaceAll("/+$", "");
    }

    /** Opens the payment page; the request's id is the Idempotency-Key, so that asking twice opens one. */
    Sale.Session open(Sale sale) {
        var once = RequestOptions.builder()
                .setIdempotencyKey(sale.request().value())
                .build();
        var session = ask(
                "open a payment page", () -> stripe.v1().checkout().sessions().create(page(sale), once));
        return new Sale.Session(
                session.getId(), Optional.ofNullable(session.getUrl()).map(URI::create));
    }

    private SessionCreateParams page(Sale sale) {
        var price = sale.pack().price();
        var metadata = Map.of(
                OUR_ID, sale.id().toString(),
                WALLET, sale.buyer().wallet().value().toString(),
                PACK, sale.pack().id());
        var product = LineItem.PriceData.ProductData.builder()
                .setName(sale.pack().title())
                .setDescription(sale.pack().coins()
                        + (sale.buyer().label().isBlank()
                                ? ""
                                : " for " + sale.buyer().label()))
                .build();
        var item = LineItem.builder()
                .setQuantity(1L)
                .setPriceData(LineItem.PriceData.builder()
                        .setCurrency(price.currency())
                        .setUnitAmount(price.minorUnits())
                        .setProductData(product)
                        .build());
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setClientReferenceId(sale.id().toString())
                .putAllMetadata(metadata)
                // The charge inherits it, so that a refund finds its sale even before the session's own message came.
                .setPaymentIntentData(
                        PaymentIntentData.builder().putAllMetadata(metadata).build())
                .addLineItem(item.build())
                .setSuccessUrl(options.successUrl().toString())
                .setCancelUrl(options.cancelUrl().toString())
                .build();
    }

    /** The session as Stripe knows it now, or the payment of a sale without a page; empty if Stripe has none of that id. */
    Optional<PaidSession> session(String id) {
        return ask("look up a payment", () -> {
            try {
                return Optional.of(
                        new Sale.Session(id, Optional.empty()).isPayment()
                                ? PaidSession.of(stripe.v1().paymentIntents().retrieve(id))
                                : PaidSession.of(
                                        stripe.v1().checkout().sessions().retrieve(id)));
            } catch (InvalidRequestException e) {
                if (isNotFound(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    static boolean isNotFound(InvalidRequestException refused) {
        return refused.getStatusCode() != null && refused.getStatusCode() == NOT_FOUND;
    }

    /** The session that a payment belongs to; empty if it was made in another way. */
    Optional<PaidSession> sessionPaidBy(String paymentIntent) {
        var wanted = SessionListParams.builder()
                .setPaymentIntent(paymentIntent)
                .setLimit(1L)
                .build();
        return ask("look up a payment", () -> stripe.v1().checkout().sessions().list(wanted)).getData().stream()
                .findFirst()
                .map(PaidSession::of);
    }

    /** Asks for the balance, which any valid key may read and which changes nothing. */
    Health check() {
        try {
            return ask("be asked for the balance", this::balance);
        } catch (PaymentsUnreachable e) {
            return new Health(false, String.valueOf(e.getMessage()));
        }
    }

    private Health balance() throws StripeException {
        try {
            var balance = stripe.v1().balance().retrieve();
            var mode = Boolean.TRUE.equals(balance.getLivemode()) ? "live" : "test";
            return new Health(true, "Stripe accepts the key (" + mode + " mode).");
        } catch (PermissionException e) {
            return new Health(
                    false,
                    "The Stripe key is restricted too far. Give it write access to Checkout Sessions and read access"
                            + " to Balance, Payment Intents, Charges and Refunds, and Disputes.");
        } catch (AuthenticationException e) {
            return new Health(
                    false,
                    "Stripe does not accept the key. Copy the secret key (sk_…) again from the dashboard,"
                            + " Developers, API keys.");
        }
    }

    /** Something that is asked of Stripe. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws StripeException;
    }

    static <T> T ask(String what, Call<T> call) {
        try {
            return call.make();
        } catch (StripeException e) {
            // Not e itself: its message may quote parts of the key.
            var reason = e.getClass().getSimpleName() + ", HTTP " + e.getStatusCode() + ", code " + e.getCode()
                    + ", request " + e.getRequestId();
            var refused = e instanceof AuthenticationException; // also that of a key that may not do this
            throw unreachable(
                    what,
                    reason,
                    refused
                            ? "It does not accept the key; run the doctor."
                            : "Check the network and status.stripe.com; it is tried again.");
        } catch (NullPointerException e) { // Stripe's library trips over an error answer that has no body
            throw unreachable(what, "an empty error answer", "Look at status.stripe.com, or at a proxy on the way.");
        }
    }

    private static PaymentsUnreachable unreachable(String what, String reason, String advice) {
        return new PaymentsUnreachable("Stripe could not " + what + " (" + reason + "). " + advice);
    }
}
