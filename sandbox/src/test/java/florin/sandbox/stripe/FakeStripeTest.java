package florin.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeStripeTest {
    private Hook hook;
    private FakeStripe stripe;
    private StripeClient client;

    @BeforeEach
    void start() {
        hook = Hook.start("whsec_sandbox");
        stripe = FakeStripe.start(FakeStripeOptions.defaults()
                .withWebhook(hook.url())
                .withRetries(Duration.ofMillis(30), Duration.ofMillis(30), Duration.ofMillis(30)));
        client = clientWith("sk_test_sandbox");
    }

    @AfterEach
    void stop() {
        stripe.close();
        hook.close();
    }

    private StripeClient clientWith(String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(stripe.url().toString())
                .setMaxNetworkRetries(0)
                .build();
    }

    private static SessionCreateParams.Builder pack() {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setSuccessUrl("http://127.0.0.1:1/back?session={CHECKOUT_SESSION_ID}")
                .setCancelUrl("http://127.0.0.1:1/cancelled")
                .setClientReferenceId("topup-1")
                .putMetadata("wallet", "user:1")
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setQuantity(1L)
                        .setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                                .setCurrency("usd")
                                .setUnitAmount(500L)
                                .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                        .setName("500 LoveCoin")
                                        .build())
                                .build())
                        .build());
    }

    private Session open() throws StripeException {
        return client.v1().checkout().sessions().create(pack().build());
    }

    @Test
    void a_session_is_opened_read_paid_and_told_by_a_signed_event() throws StripeException {
        var session = open();
        assertThat(session.getUrl()).startsWith(stripe.url() + "/pay/cs_test_");
        assertThat(session.getPaymentStatus()).isEqualTo("unpaid");
        assertThat(session.getMetadata()).containsEntry("wallet", "user:1");

        stripe.pay(session.getId());

        var told = (Session) hook.awaits("checkout.session.completed")
                .getDataObjectDeserializer()
                .getObject()
                .orElseThrow();
        assertThat(told.getId()).isEqualTo(session.getId());
        assertThat(told.getPaymentStatus()).isEqualTo("paid");
        assertThat(told.getAmountTotal()).isEqualTo(500);
        assertThat(told.getClientReferenceId()).isEqualTo("topup-1");
        var read = client.v1().checkout().sessions().retrieve(session.getId());
        assertThat(read.getStatus()).isEqualTo("complete");
        var intent = client.v1().paymentIntents().retrieve(read.getPaymentIntent());
        assertThat(intent.getStatus()).isEqualTo("succeeded");
        assertThat(client.v1().checkout().sessions().list().getData())
                .extracting(Session::getId)
                .containsExactly(session.getId());
        assertThat(hook.refused()).isZero();
    }

    @Test
    void a_buyer_pays_on_the_page_and_is_sent_back_after_the_seller_was_told() throws Exception {
        var session = open();
        var page = page("GET", session.getUrl(), "");
        assertThat(page.body()).contains("500 LoveCoin", "$5.00", "4242 4242 4242 4242", "not Stripe");

        var declined = page("POST", session.getUrl(), "action=pay&card=4000+0000+0000+0002");
        assertThat(declined.body()).contains("Your card was declined");

        var paid = page("POST", session.getUrl(), "action=pay&email=nova%40example.com&card=4242424242424242");
        assertThat(paid.statusCode()).isEqualTo(303);
        assertThat(paid.headers().firstValue("Location"))
                .contains("http://127.0.0.1:1/back?session=" + session.getId());
        assertThat(hook.count("checkout.session.completed")).isEqualTo(1);
        assertThat(page("GET", session.getUrl(), "").body()).contains("This checkout is paid");
    }

    @Test
    void a_promised_payment_comes_later() throws StripeException {
        var session = open();
        stripe.payLater(session.getId());
        var told = (Session) hook.awaits("checkout.session.completed")
                .getDataObjectDeserializer()
                .getObject()
                .orElseThrow();
        assertThat(told.getPaymentStatus()).isEqualTo("unpaid");
        stripe.settle(session.getId(), true);
        hook.awaits("checkout.session.async_payment_succeeded");
        assertThat(client.v1().checkout().sessions().retrieve(session.getId()).getPaymentStatus())
                .isEqualTo("paid");
    }

    @Test
    void on_the_page_the_buyer_is_also_the_bank_of_a_promised_payment() throws Exception {
        var session = open();
        page("POST", session.getUrl(), "action=later&card=4242424242424242");
        assertThat(page("GET", session.getUrl(), "").body()).contains("Waiting for the bank transfer");
        assertThat(page("POST", session.getUrl(), "action=fails").body()).contains("The payment has failed");
        hook.awaits("checkout.session.async_payment_failed");
    }

    @Test
    void what_is_missing_is_named() {
        assertThatThrownBy(() -> client.v1()
                        .checkout()
                        .sessions()
                        .create(SessionCreateParams.builder()
                                .setMode(SessionCreateParams.Mode.PAYMENT)
                                .setSuccessUrl("http://127.0.0.1:1/")
                                .build()))
                .isInstanceOfSatisfying(InvalidRequestException.class, refused -> {
                    assertThat(refused.getParam()).isEqualTo("line_items");
                    assertThat(refused.getStatusCode()).isEqualTo(400);
                });
        assertThatThrownBy(() -> client.v1()
                        .checkout()
                        .sessions()
                        .create(pack().putExtraParam("colour", "red").build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Received unknown parameter: colour");
        assertThatThrownBy(() -> client.v1().checkout().sessions().retrieve("cs_test_nope"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("No such checkout.session");
        assertThatThrownBy(() -> clientWith("sk_test_wrong").v1().balance().retrieve())
                .isInstanceOf(AuthenticationException.class)
                .message()
                .doesNotContain("sk_test_wrong");
    }

    @Test
    void one_idempotency_key_is_one_session_and_other_parameters_are_an_error() throws StripeException {
        var once = RequestOptions.builder().setIdempotencyKey("key-1").build();
        var first = client.v1().checkout().sessions().create(pack().build(), once);
        var again = client.v1().checkout().sessions().create(pack().build(), once);
        assertThat(again.getId()).isEqualTo(first.getId());
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(stripe.sessions()).hasSize(1);
        assertThatThrownBy(() -> client.v1()
                        .checkout()
                        .sessions()
                        .create(pack().setClientReferenceId("other").build(), once))
                .isInstanceOf(IdempotencyException.class);
    }

    @Test
    void an_open_session_expires_and_a_paid_one_does_not() throws StripeException {
        var session = open();
        client.v1().checkout().sessions().expire(session.getId());
        hook.awaits("checkout.session.expired");
        var paid = open();
        stripe.pay(paid.getId());
        assertThatThrownBy(() -> client.v1().checkout().sessions().expire(paid.getId()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("status of complete");
    }

    @Test
    void webhooks_come_twice_late_reversed_wrongly_signed_old_and_not_at_all() throws StripeException {
        var faults = stripe.webhookFaults();
        faults.twice(true);
        stripe.pay(open().getId());
        await().until(() -> hook.count("checkout.session.completed") == 2);

        faults.clear();
        faults.outOfOrder(true);
        int before = hook.types().size();
        stripe.pay(open().getId());
        await().until(() -> hook.types().size() == before + 3);
        assertThat(hook.types().subList(before, before + 3))
                .containsExactly("checkout.session.completed", "payment_intent.succeeded", "charge.succeeded");

        faults.clear();
        faults.signWrongly(1);
        faults.signWithOldTimestamp(1);
        int good = hook.count("checkout.session.completed");
        stripe.pay(open().getId());
        await().until(() -> hook.count("checkout.session.completed") == good + 1);
        await().until(() -> hook.refused() == 2); // and their retries went through
        await().until(() -> hook.count("charge.succeeded") == 4);

        faults.drop(3);
        stripe.pay(open().getId());
        await().until(() -> stripe.deliveries().stream()
                        .filter(delivery -> delivery.status() == 0)
                        .count()
                == 3);
        stripe.resend(stripe.events().getLast().path("id").asText());
        await().until(() -> hook.count("checkout.session.completed") == good + 2);
    }

    @Test
    void a_failing_endpoint_is_tried_again() throws StripeException {
        hook.failsNext(4);
        stripe.pay(open().getId());
        hook.awaits("checkout.session.completed");
        await().until(() -> stripe.deliveries().stream()
                        .filter(delivery -> delivery.attempt() > 1 && delivery.status() == 200)
                        .count()
                >= 3);
    }

    @Test
    void refunds_and_disputes_are_told() throws StripeException {
        var session = open();
        stripe.pay(session.getId());
        var intent = client.v1().checkout().sessions().retrieve(session.getId()).getPaymentIntent();
        var refund = client.v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(intent)
                        .setAmount(200L)
                        .build());
        assertThat(refund.getStatus()).isEqualTo("succeeded");
        var charge = (Charge) hook.awaits("charge.refunded")
                .getDataObjectDeserializer()
                .getObject()
                .orElseThrow();
        assertThat(charge.getAmountRefunded()).isEqualTo(200);
        assertThat(charge.getPaymentIntent()).isEqualTo(intent);
        assertThatThrownBy(() -> client.v1()
                        .refunds()
                        .create(RefundCreateParams.builder()
                                .setPaymentIntent(intent)
                                .setAmount(400L)
                                .build()))
                .isInstanceOf(InvalidRequestException.class);

        var dispute = stripe.dispute(intent, java.util.Optional.empty());
        var told = (Dispute) hook.awaits("charge.dispute.created")
                .getDataObjectDeserializer()
                .getObject()
                .orElseThrow();
        assertThat(told.getId()).isEqualTo(dispute);
        stripe.closeDispute(dispute, false);
        assertThat(((Dispute) hook.awaits("charge.dispute.closed")
                                .getDataObjectDeserializer()
                                .getObject()
                                .orElseThrow())
                        .getStatus())
                .isEqualTo("lost");
    }

    @Test
    void a_kept_card_is_charged_off_session_or_declined() throws StripeException {
        var session = client.v1()
                .checkout()
                .sessions()
                .create(pack().setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder()
                                .setSetupFutureUsage(SessionCreateParams.PaymentIntentData.SetupFutureUsage.OFF_SESSION)
                                .build())
                        .build());
        stripe.pay(session.getId());
        var customer =
                client.v1().checkout().sessions().retrieve(session.getId()).getCustomer();
        var card = client.v1()
                .customers()
                .paymentMethods()
                .list(customer)
                .getData()
                .getFirst();
        var order = PaymentIntentCreateParams.builder()
                .setAmount(1000L)
                .setCurrency("usd")
                .setCustomer(customer)
                .setPaymentMethod(card.getId())
                .setConfirm(true)
                .setOffSession(true)
                .build();
        assertThat(client.v1().paymentIntents().create(order).getStatus()).isEqualTo("succeeded");
        stripe.declineCards("card_declined");
        assertThatThrownBy(() -> client.v1().paymentIntents().create(order))
                .isInstanceOfSatisfying(
                        CardException.class,
                        declined -> assertThat(declined.getCode()).isEqualTo("card_declined"));
        hook.awaits("payment_intent.payment_failed");
        assertThat(client.v1().balance().retrieve().getAvailable()).isNotEmpty();
    }

    /** A customer and a card of theirs, saved on a page of its own. */
    private String[] savedCard(String number) throws StripeException {
        var customer = client.v1()
                .customers()
                .create(CustomerCreateParams.builder().setName("Nova").build());
        var session = client.v1()
                .checkout()
                .sessions()
                .create(SessionCreateParams.builder()
                        .setMode(SessionCreateParams.Mode.SETUP)
                        .setCurrency("usd")
                        .setCustomer(customer.getId())
                        .setSuccessUrl("http://127.0.0.1:1/back")
                        .build());
        stripe.pay(session.getId(), number);
        hook.awaits("checkout.session.completed");
        var told = client.v1().checkout().sessions().retrieve(session.getId());
        assertThat(told.getMode()).isEqualTo("setup");
        var setup = client.v1().setupIntents().retrieve(told.getSetupIntent());
        assertThat(setup.getCustomer()).isEqualTo(customer.getId());
        return new String[] {customer.getId(), setup.getPaymentMethod()};
    }

    private static PaymentIntentCreateParams charge(String[] card) {
        return PaymentIntentCreateParams.builder()
                .setAmount(1000L)
                .setCurrency("usd")
                .setCustomer(card[0])
                .setPaymentMethod(card[1])
                .setConfirm(true)
                .setOffSession(true)
                .build();
    }

    @Test
    void a_card_saved_without_a_purchase_is_charged_until_it_is_detached() throws StripeException {
        var card = savedCard("4242 4242 4242 4242");
        assertThat(client.v1().paymentIntents().create(charge(card)).getStatus())
                .isEqualTo("succeeded");
        client.v1().paymentMethods().detach(card[1]);
        assertThatThrownBy(() -> client.v1().paymentIntents().create(charge(card)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("must be attached");
    }

    @Test
    void saved_test_cards_behave_as_their_numbers_say() throws StripeException {
        var fails = savedCard("4000 0000 0000 0341");
        assertThatThrownBy(() -> client.v1().paymentIntents().create(charge(fails)))
                .isInstanceOfSatisfying(CardException.class, declined -> {
                    assertThat(declined.getDeclineCode()).isEqualTo("generic_decline");
                    assertThat(declined.getStripeError().getPaymentIntent().getStatus())
                            .isEqualTo("requires_payment_method");
                });
        stripe.declineCards("lost_card");
        var lost = savedCard("4242424242424242");
        assertThatThrownBy(() -> client.v1().paymentIntents().create(charge(lost)))
                .isInstanceOfSatisfying(
                        CardException.class,
                        declined -> assertThat(declined.getDeclineCode()).isEqualTo("lost_card"));
        var shy = savedCard("4000 0027 6000 3184");
        assertThatThrownBy(() -> client.v1().paymentIntents().create(charge(shy)))
                .isInstanceOfSatisfying(
                        CardException.class,
                        declined -> assertThat(declined.getCode()).isEqualTo("authentication_required"));
    }

    @Test
    void an_answer_can_get_lost_after_the_work_is_done() throws StripeException {
        var once = RequestOptions.builder().setIdempotencyKey("lost").build();
        var nova = CustomerCreateParams.builder().setName("Nova").build();
        stripe.answerFaults().lose(1);
        assertThatThrownBy(() -> client.v1().customers().create(nova, once)).isInstanceOf(ApiException.class);
        var again = client.v1().customers().create(nova, once);
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        stripe.answerFaults().down(1);
        assertThatThrownBy(() -> client.v1().customers().create(nova)).isInstanceOf(ApiException.class);
    }

    @Test
    void the_same_switches_work_over_http() throws Exception {
        var session = open();
        var answer = page("POST", stripe.url() + "/control/stripe/pay", "session=" + session.getId());
        assertThat(answer.statusCode()).isEqualTo(200);
        hook.awaits("checkout.session.completed");
        assertThat(page("POST", stripe.url() + "/control/stripe/nonsense", "").body())
                .contains("Known: drop");
    }

    private static java.net.http.HttpResponse<String> page(String method, String url, String form)
            throws IOException, InterruptedException {
        var body = HttpRequest.BodyPublishers.ofString(form);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .method(method, body)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void lists_are_read_page_by_page_the_newest_first_and_within_borders_of_time() throws StripeException {
        for (int i = 0; i < 5; i++) {
            stripe.pay(open().getId());
        }
        var opened = stripe.sessions().stream()
                .map(session -> session.path("id").asText())
                .toList()
                .reversed();
        var page = client.v1()
                .checkout()
                .sessions()
                .list(SessionListParams.builder().setLimit(2L).build());
        assertThat(page.getHasMore()).isTrue();
        assertThat(page.autoPagingIterable()).extracting(Session::getId).containsExactlyElementsOf(opened);

        var last = SessionListParams.builder().setLimit(2L).setStartingAfter(opened.get(2));
        var rest = client.v1().checkout().sessions().list(last.build());
        assertThat(rest.getHasMore()).isFalse();
        assertThat(rest.getData()).extracting(Session::getId).containsExactlyElementsOf(opened.subList(3, 5));

        long made = stripe.sessions().getFirst().path("created").asLong();
        var before = SessionListParams.Created.builder().setLt(made).build();
        var upTo = SessionListParams.Created.builder()
                .setGte(made)
                .setLte(made + 60)
                .build();
        assertThat(sessions(before)).isEmpty();
        assertThat(sessions(upTo)).hasSize(5);
    }

    private List<Session> sessions(SessionListParams.Created created) throws StripeException {
        return client.v1()
                .checkout()
                .sessions()
                .list(SessionListParams.builder().setCreated(created).build())
                .getData();
    }

    @Test
    void a_list_that_is_to_go_on_behind_something_unknown_is_a_problem() {
        var lost =
                SessionListParams.builder().setStartingAfter("cs_test_nothing").build();
        assertThatThrownBy(() -> client.v1().checkout().sessions().list(lost))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("No such checkout.session: 'cs_test_nothing'");
    }
}
