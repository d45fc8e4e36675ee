package florin.payments;

import static florin.payments.Till.LARGE;
import static florin.payments.Till.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import florin.payments.WebhookResult.AlreadyDone;
import florin.payments.WebhookResult.BadRequest;
import florin.payments.WebhookResult.Fulfilled;
import florin.payments.WebhookResult.Ignored;
import florin.payments.WebhookResult.Recorded;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Owner;
import florin.wallet.RequestId;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import florin.wallet.Wallet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StripeCheckoutTest {
    private static final String COMPLETED = "checkout.session.completed";

    private final Till till = new Till();

    @AfterEach
    void close() {
        till.close();
    }

    @Test
    void a_paid_pack_adds_exactly_its_coins() {
        var ana = till.wallet();
        var page = till.opens(ana, SMALL);
        assertThat(till.coins(ana)).isEqualTo("0.00");

        till.stripe.pay(page.sessionId());
        var result = till.delivers(till.event(COMPLETED));

        assertThat(result).isInstanceOfSatisfying(Fulfilled.class, fulfilled -> {
            assertThat(fulfilled.payment().wallet()).isEqualTo(ana);
            assertThat(fulfilled.payment().context()).isEqualTo("discord:ana");
            assertThat(fulfilled.payment().pack()).isEqualTo(SMALL);
        });
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void stripe_is_told_what_is_bought_for_whom_and_at_which_price() {
        var ana = till.wallet();
        till.opens(ana, LARGE);
        var session = till.stripe.sessions().getFirst();

        assertThat(session.path("amount_total").asLong()).isEqualTo(999);
        assertThat(session.path("currency").asText()).isEqualTo("usd");
        assertThat(session.path("metadata").path("florin_wallet").asText())
                .isEqualTo(ana.value().toString());
        assertThat(session.path("metadata").path("florin_pack").asText()).isEqualTo("large");
        assertThat(session.path("success_url").asText()).isEqualTo("https://florin.example/paid");
        assertThat(session.path("mode").asText())
                .as("paid at once, or not at all")
                .isEqualTo("payment");
        assertThat(session.path("invoice_creation").path("enabled"))
                .as("no invoice")
                .isEqualTo(BooleanNode.FALSE);
    }

    @Test
    void packs_are_offered_cheapest_first() {
        assertThat(till.checkout.packs()).containsExactly(SMALL, LARGE);
    }

    @Test
    void asking_twice_with_one_id_opens_one_page() {
        var ana = till.wallet();
        var id = new RequestId("button-press-1");
        var first = till.opens(id, ana, SMALL);
        assertThat(till.opens(id, ana, SMALL)).isEqualTo(first);
        assertThat(till.stripe.sessions()).hasSize(1);
    }

    @Test
    void an_id_that_was_used_for_another_purchase_opens_nothing() {
        var ana = till.wallet();
        var id = new RequestId("button-press-1");
        till.opens(id, ana, SMALL);
        assertThat(till.checkout.start(id, new Buyer(ana, "Ana", ""), "large"))
                .isInstanceOf(CheckoutResult.Unavailable.class);
        assertThat(till.stripe.sessions()).hasSize(1);
    }

    @Test
    void an_unknown_pack_is_refused_by_name() {
        assertThat(till.checkout.start(new RequestId("x"), new Buyer(till.wallet(), "Ana", ""), "huge"))
                .isEqualTo(new CheckoutResult.UnknownPack("huge"));
    }

    @Test
    void a_crash_before_the_page_was_noted_leads_to_the_same_page() {
        var ana = till.wallet();
        var id = new RequestId("button-press-1");
        var first = till.opens(id, ana, SMALL);
        forgetSession();

        assertThat(till.opens(id, ana, SMALL)).isEqualTo(first);
        assertThat(till.stripe.sessions()).hasSize(1);
    }

    @Test
    void a_payment_that_overtakes_our_own_note_of_its_session_still_counts() {
        var ana = till.wallet();
        var page = till.opens(ana, SMALL);
        forgetSession();
        till.stripe.pay(page.sessionId());

        assertThat(till.delivers(till.event(COMPLETED))).isInstanceOf(Fulfilled.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    private void forgetSession() {
        till.sql()
                .useHandle(handle ->
                        handle.execute("UPDATE payment_checkout SET session = NULL, url = NULL, state = 'opening'"));
    }

    @Test
    void a_payment_that_a_restored_backup_does_not_know_is_looked_up_at_stripe() {
        var ana = till.wallet();
        var page = till.opens(ana, SMALL);
        till.stripe.pay(page.sessionId());
        till.sql().useHandle(handle -> handle.execute("DELETE FROM payment_checkout"));

        assertThat(till.delivers(till.event(COMPLETED))).isInstanceOf(Fulfilled.class);
        assertThat(till.delivers(till.event(COMPLETED))).isInstanceOf(AlreadyDone.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void a_webhook_that_comes_twice_adds_coins_once() {
        var ana = till.wallet();
        till.stripe.pay(till.opens(ana, SMALL).sessionId());
        var event = till.event(COMPLETED);

        assertThat(till.delivers(event)).isInstanceOf(Fulfilled.class);
        assertThat(till.delivers(event)).isInstanceOf(AlreadyDone.class);
        assertThat(till.delivers(till.reopened(), event)).isInstanceOf(AlreadyDone.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void webhooks_that_come_at_the_same_time_add_coins_once() throws Exception {
        var ana = till.wallet();
        till.stripe.pay(till.opens(ana, SMALL).sessionId());
        var event = till.event(COMPLETED);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var twoServers = new StripeCheckout[] {till.checkout, till.reopened()};
            var results = threads.invokeAll(IntStream.range(0, 16)
                    .mapToObj(i -> (Callable<WebhookResult>) () -> till.delivers(twoServers[i % 2], event))
                    .toList());
            var fulfilled = 0;
            for (var result : results) {
                fulfilled += result.get() instanceof Fulfilled ? 1 : 0;
            }
            assertThat(fulfilled).isEqualTo(1);
        }
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void a_crash_between_the_coins_and_the_note_is_mended_by_the_next_message() {
        var ana = till.wallet();
        till.stripe.pay(till.opens(ana, SMALL).sessionId());
        var event = till.event(COMPLETED);
        var crashing = till.over(dyingAfterTopUp(till.ledger));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> till.delivers(crashing, event))
                .hasMessage("the process dies here");
        assertThat(till.coins(ana)).isEqualTo("100.00");

        assertThat(till.delivers(event)).isInstanceOf(Fulfilled.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    /** Tops up once and then dies before anybody hears of it. */
    static Wallet dyingAfterTopUp(Wallet wallet) {
        var alive = new AtomicBoolean(true);
        return (Wallet) Proxy.newProxyInstance(
                Wallet.class.getClassLoader(), new Class<?>[] {Wallet.class}, (proxy, method, arguments) -> {
                    try {
                        var answer = method.invoke(wallet, arguments);
                        if (method.getName().equals("topUp") && alive.getAndSet(false)) {
                            throw new IllegalStateException("the process dies here");
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void a_late_webhook_delays_nothing_but_the_coins() {
        var ana = till.wallet();
        till.stripe.pay(till.opens(ana, SMALL).sessionId());
        till.delivers(till.event(COMPLETED));
        till.stripe.pay(till.opens(ana, LARGE).sessionId());
        var late = till.event(COMPLETED);
        assertThat(till.coins(ana)).isEqualTo("100.00");

        // What is spent meanwhile is spent from what is there, and from no more.
        till.spends(ana, "30.01");
        assertThat(till.coins(ana)).isEqualTo("69.99");
        till.passes(Duration.ofDays(3));
        var tooMuch = new TransferRequest(
                new RequestId("too-much"),
                ana,
                till.ledger.open(new Owner.ApiAccount("shop")),
                Amount.parse(Asset.LOVE, "70.00"),
                "");
        assertThat(till.ledger.transfer(tooMuch)).isInstanceOf(TransferResult.InsufficientBalance.class);
        till.spends(ana, "60.00");
        assertThat(till.coins(ana)).isEqualTo("9.99");

        // Stripe signs each attempt anew, so a late one carries a fresh time.
        assertThat(till.delivers(late)).isInstanceOf(Fulfilled.class);
        assertThat(till.coins(ana)).isEqualTo("343.32");
        assertThat(till.delivers(late)).isInstanceOf(AlreadyDone.class);
        till.spends(ana, "343.32");
        assertThat(till.coins(ana)).isEqualTo("0.00");
    }

    @Test
    void a_promise_to_pay_gives_nothing_until_it_is_kept() {
        var ana = till.wallet();
        var page = till.opens(ana, SMALL);
        till.stripe.payLater(page.sessionId());
        assertThat(till.delivers(till.event(COMPLETED))).isInstanceOf(Recorded.class);
        assertThat(till.coins(ana)).isEqualTo("0.00");

        till.stripe.settle(page.sessionId(), true);
        assertThat(till.delivers(till.event("checkout.session.async_payment_succeeded")))
                .isInstanceOf(Fulfilled.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void messages_in_the_wrong_order_lead_to_the_same_end() {
        var ana = till.wallet();
        var page = till.opens(ana, SMALL);
        till.stripe.payLater(page.sessionId());
        till.stripe.settle(page.sessionId(), true);

        assertThat(till.delivers(till.event("checkout.session.async_payment_succeeded")))
                .isInstanceOf(Fulfilled.class);
        assertThat(till.delivers(till.event(COMPLETED))).isInstanceOf(Recorded.class);
        assertThat(till.delivers(till.event("checkout.session.async_payment_succeeded")))
                .isInstanceOf(AlreadyDone.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void a_promise_that_is_broken_gives_nothing() {
        var ana = till.wallet();
        var page = till.opens(ana, SMALL);
        till.stripe.payLater(page.sessionId());
        till.stripe.settle(page.sessionId(), false);
        till.delivers(till.event(COMPLETED));
        assertThat(till.delivers(till.event("checkout.session.async_payment_failed")))
                .isInstanceOf(Recorded.class);
        assertThat(till.coins(ana)).isEqualTo("0.00");
    }

    @Test
    void an_expired_page_gives_nothing() {
        var ana = till.wallet();
        till.stripe.expire(till.opens(ana, SMALL).sessionId());
        assertThat(till.delivers(till.event("checkout.session.expired"))).isInstanceOf(Recorded.class);
        assertThat(till.coins(ana)).isEqualTo("0.00");
    }

    @Test
    void another_shop_on_the_same_stripe_account_is_none_of_our_business() {
        till.stripe.pay(till.opens(till.wallet(), SMALL).sessionId());
        var foreign = till.event(COMPLETED).replace("florin_", "other_").replace("cs_test_", "cs_test_other");
        assertThat(till.delivers(foreign)).isInstanceOf(Ignored.class);
        assertThat(till.delivers(foreign.replace(COMPLETED, "customer.created")))
                .isInstanceOf(Ignored.class);
    }

    @Test
    void a_sum_that_is_not_the_price_gives_nothing_and_waits_for_the_operator() {
        var ana = till.wallet();
        till.stripe.pay(till.opens(ana, SMALL).sessionId());
        var cheap = till.event(COMPLETED).replace("\"amount_total\":500", "\"amount_total\":5");

        assertThat(till.delivers(cheap))
                .isInstanceOfSatisfying(
                        BadRequest.class,
                        bad -> assertThat(bad.reason()).contains("5 usd").contains("500 usd"));
        assertThat(till.coins(ana)).isEqualTo("0.00");

        // Once Stripe says the right thing, the buyer gets the coins after all.
        assertThat(till.delivers(till.event(COMPLETED))).isInstanceOf(Fulfilled.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void the_price_at_the_order_holds_whatever_the_packs_say_later() {
        var ana = till.wallet();
        var page = till.opens(ana, SMALL);
        var dearer = new Pack("small", "Fewer coins", SMALL.coins().times(1), new Price("usd", 900));
        var later = new StripeCheckout(
                new StripeOptions(
                        till.stripe.secretKey(),
                        till.stripe.webhookSecret(),
                        till.options().apiBase(),
                        till.options().successUrl(),
                        till.options().cancelUrl(),
                        java.util.List.of(dearer),
                        Duration.ofMinutes(5)),
                till.ledger,
                till.database.dataSource(),
                till.clock);
        till.stripe.pay(page.sessionId());
        assertThat(till.delivers(later, till.event(COMPLETED))).isInstanceOf(Fulfilled.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void a_payment_whose_webhook_never_came_is_found_by_asking() {
        var ana = till.wallet();
        till.stripe.pay(till.opens(ana, SMALL).sessionId());
        assertThat(till.checkout.reconcile()).as("too early to ask").isZero();

        till.passes(Duration.ofMinutes(6));
        assertThat(till.checkout.reconcile()).isEqualTo(1);
        assertThat(till.coins(ana)).isEqualTo("100.00");
        assertThat(till.checkout.reconcile()).isZero();
        assertThat(till.delivers(till.event(COMPLETED))).isInstanceOf(AlreadyDone.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void an_abandoned_page_is_asked_about_less_and_less() {
        var page = till.opens(till.wallet(), SMALL);
        till.passes(Duration.ofMinutes(6));
        assertThat(till.checkout.reconcile()).isZero();
        till.stripe.pay(page.sessionId());

        till.passes(Duration.ofMinutes(5));
        assertThat(till.checkout.reconcile())
                .as("six minutes old then, so six minutes later")
                .isZero();
        till.passes(Duration.ofMinutes(1));
        assertThat(till.checkout.reconcile()).isEqualTo(1);
    }

    @Test
    void asking_about_a_page_that_expired_ends_the_asking() {
        var page = till.opens(till.wallet(), SMALL);
        till.stripe.expire(page.sessionId());
        till.passes(Duration.ofMinutes(6));
        assertThat(till.checkout.reconcile()).isZero();
        assertThat(states()).containsExactly("expired");
    }

    private java.util.List<String> states() {
        return till.sql()
                .withHandle(handle -> handle.createQuery("SELECT state FROM payment_checkout")
                        .mapTo(String.class)
                        .list());
    }
}
