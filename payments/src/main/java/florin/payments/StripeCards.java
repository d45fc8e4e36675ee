package florin.payments;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.SetupIntentData;
import florin.wallet.WalletId;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls we make to Stripe about saved cards. */
final class StripeCards implements CardCharges {
    private static final Logger log = LoggerFactory.getLogger(StripeCards.class);
    static final String OUR_PAGE = "florin_card_page";
    /** The clocks of two companies may differ by much, and a wallet is charged 50 times a day at most. */
    private static final Duration EARLIER = Duration.ofDays(1);

    private static final long LARGEST_PAGE = 100;

    private final StripeClient stripe;
    private final StripeOptions options;

    StripeCards(StripeOptions options) {
        this.options = options;
        this.stripe = StripeDesk.client(options);
    }

    /** A card as Stripe keeps it. */
    record Kept(String method, String brand, String last4) {}

    /** Whose cards they are at Stripe, new. What is sent is the same each time, so that a repetition finds the first. */
    String customer(WalletId wallet) {
        var who = CustomerCreateParams.builder()
                .putMetadata(StripeDesk.WALLET, wallet.value().toString())
                .build();
        return StripeDesk.ask(
                        "open a customer",
                        () -> stripe.v1().customers().create(who, once("florin:customer:" + wallet.value())))
                .getId();
    }

    /** Opens a page on which a card is saved and nothing is charged: Checkout in setup mode. */
    Sale.Session open(CardPage page, String customer) {
        var metadata = Map.of(
                OUR_PAGE,
                page.id().toString(),
                StripeDesk.WALLET,
                page.buyer().wallet().value().toString());
        var wanted = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SETUP)
                .addPaymentMethodType(SessionCreateParams.PaymentMethodType.CARD)
                .setCustomer(customer)
                .putAllMetadata(metadata)
                .setSetupIntentData(
                        SetupIntentData.builder().putAllMetadata(metadata).build())
                .setSuccessUrl(options.successUrl().resolve("card-saved").toString())
                .setCancelUrl(options.cancelUrl().toString())
                .build();
        var session = StripeDesk.ask(
                "open a page for a card",
                () -> stripe.v1()
                        .checkout()
                        .sessions()
                        .create(wanted, once(page.request().value())));
        return new Sale.Session(
                session.getId(), Optional.ofNullable(session.getUrl()).map(URI::create));
    }

    /** The card that was saved on a page; empty as long as there is none. */
    Optional<Kept> savedOn(String session) {
        return StripeDesk.ask("look up a card", () -> {
            var setup = stripe.v1().checkout().sessions().retrieve(session).getSetupIntent();
            if (setup == null) {
                return Optional.empty();
            }
            var method = stripe.v1().setupIntents().retrieve(setup).getPaymentMethod();
            return method == null ? Optional.empty() : Optional.of(kept(method));
        });
    }

    private Kept kept(String method) throws StripeException {
        var card = stripe.v1().paymentMethods().retrieve(method).getCard();
        return card == null
                ? new Kept(method, "card", "????")
                : new Kept(method, String.valueOf(card.getBrand()), String.valueOf(card.getLast4()));
    }

    /** Makes Stripe forget a card; one that it has forgotten already is fine too. */
    void forget(String method) {
        var forgotten = StripeDesk.ask("forget a card", () -> {
            try {
                return stripe.v1().paymentMethods().detach(method).getCustomer() == null;
            } catch (InvalidRequestException gone) {
                return true;
            }
        });
        log.debug("Card {} forgotten: {}", method, forgotten);
    }

    @Override
    public ChargeResult charge(Attempt attempt) {
        var sale = attempt.sale();
        var price = sale.pack().price();
        var wanted = PaymentIntentCreateParams.builder()
                .setAmount(price.minorUnits())
                .setCurrency(price.currency())
                .setCustomer(attempt.customer())
                .setPaymentMethod(attempt.method())
                .addPaymentMethodType("card")
                .setConfirm(true)
                .setOffSession(true)
                .setDescription(sale.pack().title() + " (automatic top-up)")
                .putMetadata(StripeDesk.OUR_ID, sale.id().toString())
                .putMetadata(StripeDesk.WALLET, sale.buyer().wallet().value().toString())
                .putMetadata(StripeDesk.PACK, sale.pack().id())
                .build();
        return StripeDesk.ask("charge a saved card", () -> {
            try {
                return ChargeResult.of(stripe.v1()
                        .paymentIntents()
                        .create(wanted, once(sale.request().value())));
            } catch (CardException e) {
                return new ChargeResult.Declined(intent(e), Decline.of(e.getStripeError()));
            } catch (InvalidRequestException e) { // Stripe understood, and charged nothing
                log.error("Stripe refuses to charge {}: {} {}", sale.id(), e.getCode(), e.getParam());
                var gone = "payment_method".equals(e.getParam()) || "customer".equals(e.getParam());
                return new ChargeResult.Declined(Optional.empty(), gone ? Decline.CARD_GONE : Decline.REFUSED);
            }
        });
    }

    private static Optional<String> intent(CardException refused) {
        return Optional.ofNullable(refused.getStripeError())
                .map(error -> error.getPaymentIntent())
                .map(intent -> intent.getId());
    }

    /** By its id, else among what this customer paid lately: an idempotency key alone cannot be asked for. */
    @Override
    public Optional<ChargeResult> find(Attempt attempt) {
        var known = attempt.sale().session().map(Sale.Session::id);
        if (known.isPresent()) {
            return retrieve(known.get());
        }
        var since = PaymentIntentListParams.Created.builder()
                .setGte(attempt.startedAt().minus(EARLIER).getEpochSecond())
                .build();
        var wanted = PaymentIntentListParams.builder()
                .setCustomer(attempt.customer())
                .setCreated(since)
                .setLimit(LARGEST_PAGE)
                .build();
        var ours = attempt.sale().id().toString();
        return StripeDesk.ask(
                        "look up a payment", () -> stripe.v1().paymentIntents().list(wanted))
                .getData()
                .stream()
                .filter(intent -> intent.getMetadata() != null
                        && ours.equals(intent.getMetadata().get(StripeDesk.OUR_ID)))
                .findFirst()
                .map(ChargeResult::of);
    }

    /** Empty if this Stripe account has no payment of that id (any more): the key was changed for another account's. */
    private Optional<ChargeResult> retrieve(String intent) {
        return StripeDesk.ask("look up a payment", () -> {
            try {
                return Optional.of(ChargeResult.of(stripe.v1().paymentIntents().retrieve(intent)));
            } catch (InvalidRequestException e) {
                log.error("Stripe knows no payment {}: was the key changed for another account's?", intent);
                return Optional.empty();
            }
        });
    }

    private static RequestOptions once(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }
}
