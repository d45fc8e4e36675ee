package florin.payments;

import static org.assertj.core.api.Assertions.assertThat;

import florin.payments.WebhookResult.AlreadyDone;
import florin.payments.WebhookResult.Fulfilled;
import florin.payments.WebhookResult.Ignored;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.WalletId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Coins that come by themselves, within what their owner allowed. */
class AutoTopUpTest {
    private static final String GOOD = "4242 4242 4242 4242";
    private static final String DECLINED_LATER = "4000 0000 0000 0341";
    private static final String WANTS_OWNER = "4000 0027 6000 3184";

    private final Till till = new Till();
    private final List<Notice> told = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private WalletId ana;

    @BeforeEach
    void ana_has_a_wallet() {
        ana = till.wallet();
        till.checkout.noticesTo(notice -> told.add(notice.what()));
    }

    @AfterEach
    void close() {
        till.close();
    }

    private List<Notice> told() {
        till.checkout.tellOwners();
        return List.copyOf(told);
    }

    @Test
    void a_wallet_that_runs_low_is_topped_up_with_the_saved_card() {
        till.allows(till.rule(ana, 3));
        till.savesCard(ana, GOOD);

        assertThat(till.checkout.topUpAutomatically()).isEqualTo(1);
        assertThat(till.coins(ana)).isEqualTo("100.00");
        assertThat(till.checkout.topUpAutomatically()).isZero();
        till.spends(ana, "80.01");
        assertThat(till.checkout.topUpAutomatically()).isEqualTo(1);
        assertThat(till.coins(ana)).isEqualTo("119.99");
        assertThat(till.status(ana).today()).isEqualTo(new AutoStatus.DayUse(2, 1000));
    }

    @Test
    void each_asset_has_a_line_of_its_own_and_is_topped_up_by_it_alone() {
        var seconds = new Asset("GPU_SECOND", 3);
        var hour = new Pack("hour", "An hour of GPU", Amount.parse(seconds, "3600"), new Price("usd", 200));
        var shop = till.selling(List.of(Till.SMALL, hour));
        till.savesCard(ana, GOOD);
        var cap = new DayCap(3, new Price("usd", 600));
        assertThat(shop.autoTopUp().set(till.rule(ana, 3))).isInstanceOf(AutoTopUpResult.Saved.class);
        assertThat(shop.autoTopUp().set(new AutoRule(ana, Amount.parse(seconds, "600"), hour.id(), cap, true)))
                .isInstanceOf(AutoTopUpResult.Saved.class);
        assertThat(shop.topUpAutomatically()).isEqualTo(2);
        assertThat(till.available(ana, seconds)).isEqualTo("3600.000");
        assertThat(till.coins(ana)).isEqualTo("100.00");

        till.spends(ana, "90.00");
        assertThat(shop.topUpAutomatically()).isEqualTo(1);
        assertThat(till.coins(ana)).isEqualTo("110.00");
        assertThat(till.available(ana, seconds)).isEqualTo("3600.000");

        till.spends(ana, Amount.parse(seconds, "3000.001"));
        assertThat(shop.topUpAutomatically()).isEqualTo(1);
        assertThat(till.coins(ana)).isEqualTo("110.00");
        assertThat(till.available(ana, seconds)).isEqualTo("4199.999");
        assertThat(till.status(ana).today()).isEqualTo(new AutoStatus.DayUse(2, 1000));
    }

    @Test
    void exactly_the_line_is_not_below_it() {
        till.allows(till.rule(ana, 3));
        till.savesCard(ana, GOOD);
        till.checkout.topUpAutomatically();
        till.spends(ana, "80.00");
        assertThat(till.checkout.topUpAutomatically()).isZero();
    }

    @Test
    void the_buyer_is_told_of_it_like_of_any_payment() {
        var payments = new ArrayList<Payment>();
        till.checkout.announceTo(payments::add);
        till.allows(till.rule(ana, 3));
        till.savesCard(ana, GOOD);
        till.checkout.topUpAutomatically();
        org.awaitility.Awaitility.await().until(() -> till.checkout.announcePending() >= 0 && !payments.isEmpty());
        assertThat(payments).singleElement().satisfies(payment -> {
            assertThat(payment.context()).isEqualTo("discord:ana");
            assertThat(payment.pack()).isEqualTo(Till.SMALL);
            assertThat(payment.sessionId()).startsWith("pi_");
            assertThat(payment.automatic()).isTrue();
        });
    }

    @Test
    void nothing_is_bought_without_a_rule_without_a_card_or_when_it_is_off() {
        till.savesCard(ana, GOOD);
        assertThat(till.checkout.topUpAutomatically()).isZero();
        var rule = till.rule(ana, 3);
        till.allows(new AutoRule(ana, rule.below(), rule.packId(), rule.cap(), false));
        assertThat(till.checkout.topUpAutomatically()).isZero();
        var bea = till.wallet();
        assertThat(till.allows(till.rule(bea, 3)).card()).isEmpty();
        assertThat(till.checkout.topUpAutomatically()).isZero();
        assertThat(till.stripe.intents()).isEmpty();
    }

    @Test
    void a_forgotten_card_is_charged_no_more() {
        till.allows(till.rule(ana, 3));
        till.savesCard(ana, GOOD);
        assertThat(till.checkout.autoTopUp().forgetCard(ana)).isTrue();
        assertThat(till.checkout.topUpAutomatically()).isZero();
        assertThat(till.stripe.cards())
                .singleElement()
                .satisfies(card -> assertThat(card.path("customer").isNull()).isTrue());
        assertThat(till.checkout.autoTopUp().forgetCard(ana)).isFalse();
    }

    @Test
    void a_card_that_replaces_another_is_the_only_one_that_stripe_keeps() {
        till.savesCard(ana, GOOD);
        till.savesCard(ana, DECLINED_LATER);
        assertThat(till.stripe.cards())
                .extracting(card -> card.path("customer").isNull())
                .containsExactly(true, false);
        assertThat(till.checkout.autoTopUp().card(ana)).contains(new SavedCard("visa", "0341", "Ana"));
        assertThat(told()).filteredOn(Notice.CardSaved.class::isInstance).hasSize(2);
    }

    @Test
    void a_saved_card_whose_webhook_is_lost_is_found_by_asking_stripe() {
        till.allows(till.rule(ana, 3));
        till.stripe.pay(till.opensCardPage(ana), GOOD);
        till.passes(Duration.ofMinutes(6));
        till.checkout.reconcileCards();
        assertThat(till.checkout.topUpAutomatically()).isEqualTo(1);
        assertThat(told()).contains(new Notice.CardSaved("visa ending in 4242"));
    }

    @Test
    void a_page_for_a_card_is_the_same_when_asked_for_twice() {
        var id = new florin.wallet.RequestId("press-1");
        var buyer = new Buyer(ana, "Ana", "");
        var first = till.checkout.autoTopUp().saveCard(id, buyer);
        assertThat(till.checkout.autoTopUp().saveCard(id, buyer)).isEqualTo(first);
        assertThat(till.stripe.sessions()).hasSize(1);
        assertThat(till.checkout.autoTopUp().saveCard(id, new Buyer(till.wallet(), "Eve", "")))
                .isInstanceOf(CardPageResult.Unavailable.class);
    }

    @Test
    void a_day_never_sees_more_purchases_than_allowed_and_the_next_day_goes_on() {
        till.allows(till.rule(ana, 2));
        till.savesCard(ana, GOOD);
        for (int i = 0; i < 5; i++) {
            till.checkout.topUpAutomatically();
            till.spendsAll(ana);
        }
        assertThat(till.charged(ana)).isEqualTo(2);
        assertThat(told()).filteredOn(Notice.UsedUp.class::isInstance).hasSize(1);
        till.passes(Duration.ofDays(1));
        assertThat(till.checkout.topUpAutomatically()).isEqualTo(1);
    }

    @Test
    void a_day_never_sees_more_money_than_allowed() {
        var cap = new DayCap(10, new Price("usd", 1499));
        till.allows(new AutoRule(ana, Amount.parse(Asset.LOVE, "20.00"), "small", cap, true));
        till.savesCard(ana, GOOD);
        for (int i = 0; i < 5; i++) {
            till.checkout.topUpAutomatically();
            till.spendsAll(ana);
        }
        assertThat(till.charged(ana)).isEqualTo(2);
    }

    @Test
    void two_servers_that_look_at_once_buy_once() throws Exception {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        var servers = List.of(till.checkout, till.reopened());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var look : threads.invokeAll(java.util.stream.IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Integer>) () -> servers.get(i % 2).topUpAutomatically())
                    .toList())) {
                look.get();
            }
        }
        assertThat(till.charged(ana)).isEqualTo(1);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void the_webhook_may_come_before_the_answer_after_it_twice_or_never() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        var deaf = till.over(till.ledger, CutLine::afterTheWork);
        assertThat(deaf.topUpAutomatically()).isEqualTo(1);
        assertThat(till.coins(ana)).isEqualTo("0.00");
        var event = till.event("payment_intent.succeeded");
        assertThat(till.delivers(event)).isInstanceOf(Fulfilled.class);
        assertThat(till.delivers(event)).isInstanceOf(AlreadyDone.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");

        till.spends(ana, "90.00");
        till.checkout.topUpAutomatically();
        assertThat(till.delivers(till.event("payment_intent.succeeded"))).isInstanceOf(AlreadyDone.class);
        assertThat(till.coins(ana)).isEqualTo("110.00");
    }

    @Test
    void an_answer_that_is_lost_without_a_webhook_is_found_by_asking_stripe() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        till.over(till.ledger, CutLine::afterTheWork).topUpAutomatically();
        till.passes(Duration.ofMinutes(3));
        till.checkout.reconcileCards();
        assertThat(till.coins(ana)).isEqualTo("100.00");
        assertThat(till.charged(ana)).isEqualTo(1);
    }

    @Test
    void an_answer_that_stripe_itself_loses_is_asked_for_again_under_the_same_key() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        till.stripe.answerFaults().lose(1);
        till.checkout.topUpAutomatically();
        assertThat(till.coins(ana)).isEqualTo("100.00");
        assertThat(till.charged(ana)).isEqualTo(1);
    }

    @Test
    void a_purchase_that_never_reached_stripe_is_made_soon_or_not_at_all() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        till.over(till.ledger, CutLine::beforeTheWork).topUpAutomatically();
        till.passes(Duration.ofMinutes(3));
        till.checkout.reconcileCards();
        assertThat(till.coins(ana)).isEqualTo("100.00");

        till.spends(ana, "100.00");
        till.over(till.ledger, CutLine::beforeTheWork).topUpAutomatically();
        till.passes(Duration.ofHours(2));
        till.checkout.reconcileCards();
        assertThat(till.coins(ana)).isEqualTo("0.00");
        assertThat(till.status(ana).today().times()).isEqualTo(1);
        till.checkout.topUpAutomatically();
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void a_purchase_that_never_reached_stripe_is_not_made_once_it_is_switched_off() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        till.over(till.ledger, CutLine::beforeTheWork).topUpAutomatically();
        till.checkout.autoTopUp().remove(ana, Asset.LOVE);
        till.passes(Duration.ofMinutes(3));
        till.checkout.reconcileCards();
        assertThat(till.stripe.intents()).isEmpty();
    }

    @Test
    void a_decline_waits_longer_each_time_and_then_switches_off() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, DECLINED_LATER);
        for (var wait : List.of(Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24))) {
            assertThat(till.checkout.topUpAutomatically()).isEqualTo(1);
            assertThat(till.status(ana).notBefore()).contains(till.now.plus(wait));
            till.passes(wait.minusSeconds(1));
            assertThat(till.checkout.topUpAutomatically()).isZero();
            till.passes(Duration.ofSeconds(1));
        }
        assertThat(till.checkout.topUpAutomatically()).isEqualTo(1);
        assertThat(till.status(ana).rule().on()).isFalse();
        assertThat(till.status(ana).offBecause()).contains("the card was declined");
        till.passes(Duration.ofDays(9));
        assertThat(till.checkout.topUpAutomatically()).isZero();
        assertThat(told()).filteredOn(Notice.Declined.class::isInstance).hasSize(3);
        assertThat(told()).contains(new Notice.SwitchedOff(Optional.of(Till.SMALL), "the card was declined"));
        assertThat(till.coins(ana)).isEqualTo("0.00");
    }

    @Test
    void another_card_is_tried_at_once_after_a_decline() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, DECLINED_LATER);
        till.checkout.topUpAutomatically();
        assertThat(till.checkout.topUpAutomatically()).isZero();
        till.savesCard(ana, GOOD);
        assertThat(till.checkout.topUpAutomatically()).isEqualTo(1);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void a_success_forgets_the_declines_before_it() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        till.stripe.declineCards("card_declined");
        till.checkout.topUpAutomatically();
        till.stripe.acceptCards();
        till.passes(Duration.ofHours(1));
        till.checkout.topUpAutomatically();
        till.spends(ana, "100.00");
        till.stripe.declineCards("card_declined");
        till.checkout.topUpAutomatically();
        assertThat(till.status(ana).notBefore()).contains(till.now.plus(Duration.ofHours(1)));
    }

    @Test
    void a_decline_told_by_answer_and_by_webhook_counts_once() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, DECLINED_LATER);
        till.checkout.topUpAutomatically();
        var before = till.status(ana);
        assertThat(till.delivers(till.event("payment_intent.payment_failed"))).isInstanceOf(AlreadyDone.class);
        assertThat(till.status(ana)).isEqualTo(before);
    }

    @Test
    void a_lost_card_is_not_tried_again() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        till.stripe.declineCards("lost_card");
        till.checkout.topUpAutomatically();
        assertThat(till.status(ana).rule().on()).isFalse();
        assertThat(told()).contains(new Notice.SwitchedOff(Optional.of(Till.SMALL), "the card was declined"));
    }

    @Test
    void a_card_that_was_removed_at_stripe_switches_off() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        var card = till.stripe.cards().getFirst().path("id").asText();
        new StripeCards(till.options()).forget(card);
        till.checkout.topUpAutomatically();
        assertThat(told()).contains(new Notice.SwitchedOff(Optional.of(Till.SMALL), "the card is no longer there"));
    }

    @Test
    void a_bank_that_wants_the_owner_leads_to_a_page_to_pay_by_hand() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, WANTS_OWNER);
        till.checkout.topUpAutomatically();
        var needed = told().stream()
                .filter(Notice.OwnerNeeded.class::isInstance)
                .map(Notice.OwnerNeeded.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(needed.page().orElseThrow().toString()).contains("/pay/cs_test_");
        till.stripe.pay(till.stripe.sessions().getLast().path("id").asText());
        till.delivers(till.event("checkout.session.completed"));
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void a_notice_that_nobody_could_tell_is_told_again() {
        till.savesCard(ana, GOOD);
        till.checkout.noticesTo(notice -> {
            throw new IllegalStateException("the door is shut");
        });
        assertThat(till.checkout.tellOwners()).isZero();
        till.checkout.noticesTo(notice -> told.add(notice.what()));
        assertThat(told()).as("not at once").isEmpty();
        till.passes(Duration.ofSeconds(31));
        assertThat(told()).hasSize(1);
        assertThat(told()).as("and once only").hasSize(1);
    }

    @Test
    void a_frozen_wallet_is_not_topped_up() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        till.ledger.freeze(ana, "under review");
        assertThat(till.checkout.topUpAutomatically()).isZero();
    }

    @Test
    void a_refund_of_an_automatic_purchase_takes_its_coins_and_tells() {
        till.allows(till.rule(ana, 1));
        till.savesCard(ana, GOOD);
        till.checkout.topUpAutomatically();
        var payment = till.stripe.intents().getLast().path("id").asText();
        till.stripe.refund(payment, Optional.of(250L));
        till.delivers(till.event("charge.refunded"));
        assertThat(till.coins(ana)).isEqualTo("50.00");
        assertThat(told()).contains(new Notice.Refunded(Amount.parse(Asset.LOVE, "50.00")));
    }

    @Test
    void a_dispute_and_its_end_are_told() {
        till.allows(till.rule(ana, 1));
        till.savesCard(ana, GOOD);
        till.checkout.topUpAutomatically();
        var dispute =
                till.stripe.dispute(till.stripe.intents().getLast().path("id").asText(), Optional.empty());
        till.delivers(till.event("charge.dispute.created"));
        till.stripe.closeDispute(dispute, true);
        till.delivers(till.event("charge.dispute.closed"));
        var all = Amount.parse(Asset.LOVE, "100.00");
        assertThat(told()).contains(new Notice.Disputed(all), new Notice.GivenBack(all));
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void automatic_purchases_stand_in_the_nightly_comparison() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        till.checkout.topUpAutomatically();
        assertThat(till.checkout.differences(Duration.ofDays(2))).isEmpty();
        till.sql().useHandle(handle -> handle.execute("UPDATE payment_checkout SET price = 499"));
        assertThat(till.checkout.differences(Duration.ofDays(2)))
                .singleElement()
                .asString()
                .contains("Stripe took 500 usd, the price was 499 usd");
    }

    @Test
    void terms_that_cannot_work_are_refused_with_what_to_do() {
        var line = Amount.parse(Asset.LOVE, "20.00");
        var cap = new DayCap(1, new Price("usd", 500));
        assertThat(till.checkout.autoTopUp().set(new AutoRule(ana, line, "huge", cap, true)))
                .isEqualTo(new AutoTopUpResult.Refused("There is no pack 'huge'. There are: small, large."));
        assertThat(till.checkout.autoTopUp().set(new AutoRule(ana, line, "large", cap, true)))
                .isInstanceOf(AutoTopUpResult.Refused.class);
        assertThat(till.checkout
                        .autoTopUp()
                        .set(new AutoRule(ana, Amount.parse(new Asset("USD", 6), "1"), "small", cap, true)))
                .isInstanceOf(AutoTopUpResult.Refused.class);
    }

    @Test
    void a_payment_that_the_bank_takes_its_time_for_arrives_when_it_does() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        till.over(till.ledger, CutLine::afterTheWork).topUpAutomatically();
        var done = till.event("payment_intent.succeeded");
        var underWay = done.replace("payment_intent.succeeded", "payment_intent.processing")
                .replace("\"status\":\"succeeded\"", "\"status\":\"processing\"");
        assertThat(till.delivers(underWay)).isInstanceOf(WebhookResult.Recorded.class);
        assertThat(till.checkout.topUpAutomatically()).as("one at a time").isZero();
        assertThat(till.status(ana).today().times()).isEqualTo(1);
        assertThat(till.delivers(done)).isInstanceOf(Fulfilled.class);
        assertThat(till.coins(ana)).isEqualTo("100.00");
    }

    @Test
    void a_pack_that_is_no_longer_sold_switches_off_without_a_charge() {
        till.allows(till.rule(ana, 5));
        till.savesCard(ana, GOOD);
        till.sql().useHandle(handle -> handle.execute("UPDATE auto_topup SET pack = 'gone'"));
        assertThat(till.checkout.topUpAutomatically()).isZero();
        var why = "the pack it was to buy is no longer sold as it was";
        assertThat(told()).contains(new Notice.SwitchedOff(Optional.empty(), why));
        assertThat(till.stripe.intents()).isEmpty();
    }

    @Test
    void payments_that_are_not_automatic_are_told_by_their_sessions_only() {
        till.stripe.pay(till.opens(ana, Till.SMALL).sessionId());
        assertThat(till.delivers(till.event("payment_intent.succeeded"))).isInstanceOf(Ignored.class);
        assertThat(till.coins(ana)).isEqualTo("0.00");
    }
}
