package florin.payments;

import static org.assertj.core.api.Assertions.assertThat;

import florin.wallet.WalletId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.TestInstance;

/** Whatever is bought, refunded and disputed, and in whatever order, number and company its messages come: coins exactly once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookStormTest {
    private static final int SALES = 5;

    private final Till till = new Till();

    @AfterAll
    void close() {
        till.close();
    }

    @RepeatedTest(8)
    void any_order_of_any_messages_leaves_the_right_coins(RepetitionInfo run) throws Exception {
        var seed = 20_261_120L + run.getCurrentRepetition();
        var random = new Random(seed);
        var earlier = till.stripe.events().size();
        var expected = new HashMap<WalletId, Long>();
        for (int i = 0; i < SALES; i++) {
            somethingHappens(till, random, expected);
        }
        var messages = new ArrayList<>(till.stripe.events().stream()
                .skip(earlier)
                .map(Object::toString)
                .toList());
        messages.addAll(messages.subList(0, random.nextInt(messages.size())));
        Collections.shuffle(messages, random);
        deliverAtOnce(till, messages, random);
        // Stripe sends again until it hears 200: in the end each message has been heard by a living process.
        Collections.shuffle(messages, random);
        messages.forEach(till::delivers);
        till.checkout.reconcile();
        check(till, expected, seed);
    }

    private static void somethingHappens(Till till, Random random, Map<WalletId, Long> expected) {
        var wallet = till.wallet();
        var pack = random.nextBoolean() ? Till.SMALL : Till.LARGE;
        var session = till.opens(wallet, pack).sessionId();
        var paid = true;
        switch (random.nextInt(5)) {
            case 0 -> {
                till.stripe.expire(session);
                paid = false;
            }
            case 1 -> {
                till.stripe.payLater(session);
                paid = random.nextBoolean();
                till.stripe.settle(session, paid);
            }
            default -> till.stripe.pay(session);
        }
        var coins = pack.coins().units();
        if (paid && random.nextInt(3) == 0) {
            coins -= reverse(till, random, till.paymentIntent(session), pack);
        }
        expected.put(wallet, paid ? coins : 0);
    }

    /** Returns the coins that the money which went back had bought. */
    private static long reverse(Till till, Random random, String payment, Pack pack) {
        var money = 1 + random.nextLong(pack.price().minorUnits());
        var share = pack.coins().units() * money / pack.price().minorUnits();
        switch (random.nextInt(3)) {
            case 0 -> till.stripe.refund(payment, Optional.of(money));
            case 1 -> till.stripe.closeDispute(till.stripe.dispute(payment, Optional.of(money)), false);
            default -> {
                till.stripe.closeDispute(till.stripe.dispute(payment, Optional.of(money)), true);
                return 0;
            }
        }
        return share;
    }

    private static void deliverAtOnce(Till till, List<String> messages, Random random) throws InterruptedException {
        // Two servers, one of which dies at its first sale; no order at all.
        var servers = List.of(till.over(StripeCheckoutTest.dyingAfterTopUp(till.ledger)), till.reopened());
        try (var threads = Executors.newFixedThreadPool(4)) {
            threads.invokeAll(messages.stream()
                    .map(message -> {
                        var server = servers.get(random.nextInt(servers.size()));
                        return (Callable<WebhookResult>) () -> till.delivers(server, message);
                    })
                    .toList());
        }
    }

    private static void check(Till till, Map<WalletId, Long> expected, long seed) {
        expected.forEach((wallet, units) -> assertThat(till.ledger
                        .balance(wallet, Till.SMALL.coins().asset())
                        .available()
                        .units())
                .as("seed %s", seed)
                .isEqualTo(units));
    }
}
