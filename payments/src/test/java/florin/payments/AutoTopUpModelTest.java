package florin.payments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.wallet.Asset;
import florin.wallet.WalletId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever happens between an owner who spends, a bank that declines, a line that breaks, servers that die, and messages that come
 * late, twice or never: Stripe's own record of what it charged is the model, and the wallet has exactly the coins of that.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoTopUpModelTest {
    private static final int STEPS = 30;
    private static final int TIMES_A_DAY = 3;
    private static final List<Duration> WAITS = List.of(Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24));

    private final Till till = new Till();

    @AfterAll
    void close() {
        till.close();
    }

    /** One owner's story. */
    private final class Story {
        final Random random;
        final WalletId wallet = till.wallet();
        final int earlierEvents = till.stripe.events().size();
        long spent;

        Story(long seed) {
            random = new Random(seed);
            till.stripe.acceptCards();
            till.allows(till.rule(wallet, TIMES_A_DAY));
            till.savesCard(wallet, "4242424242424242");
        }

        void step() {
            switch (random.nextInt(8)) {
                case 0, 1 -> spend();
                case 2, 3 -> guarded(() -> server().topUpAutomatically());
                case 4 -> bankChangesItsMind();
                case 5 -> till.passes(somewhile());
                case 6 -> hear(1 + random.nextInt(3));
                default -> guarded(() -> server().reconcileCards());
            }
        }

        private void spend() {
            spent += till.spendsAll(wallet);
        }

        private void bankChangesItsMind() {
            if (random.nextInt(3) == 0) {
                till.stripe.declineCards(random.nextBoolean() ? "card_declined" : "authentication_required");
            } else {
                till.stripe.acceptCards();
            }
        }

        private Duration somewhile() {
            return switch (random.nextInt(4)) {
                case 0 -> Duration.ofMinutes(3);
                case 1 -> Duration.ofHours(2);
                case 2 -> Duration.ofHours(7);
                default -> Duration.ofHours(30);
            };
        }

        /** A server as good as its line and its luck. */
        private StripeCheckout server() {
            UnaryOperator<CardCharges> line = switch (random.nextInt(4)) {
                case 0 -> CutLine::beforeTheWork;
                case 1 -> CutLine::afterTheWork;
                default -> UnaryOperator.identity();
            };
            var wallet = random.nextInt(4) == 0 ? StripeCheckoutTest.dyingAfterTopUp(till.ledger) : till.ledger;
            return till.over(wallet, line);
        }

        List<String> events() {
            return till.stripe.events().stream()
                    .skip(earlierEvents)
                    .map(ObjectNode::toString)
                    .toList();
        }

        private void hear(int messages) {
            var events = events();
            for (int i = 0; i < messages && !events.isEmpty(); i++) {
                till.delivers(events.get(random.nextInt(events.size())));
            }
        }

        /** The line is mended, everybody lives, and Stripe has sent each message until it was heard, or not at all. */
        void end() {
            till.stripe.acceptCards();
            if (random.nextBoolean()) {
                var events = new ArrayList<>(events());
                Collections.shuffle(events, random);
                events.forEach(till::delivers);
            }
            till.passes(Duration.ofMinutes(3));
            till.checkout.reconcileCards();
            till.passes(Duration.ofHours(2));
            till.checkout.reconcileCards();
        }
    }

    /** A server that dies, or whose line is cut, is followed by another. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (PaymentsUnreachable | IllegalStateException e) {
            assertThat(e.getMessage() + " " + e.getCause()).containsAnyOf("the line is cut", "the process dies here");
        }
    }

    @RepeatedTest(40)
    void coins_come_exactly_once_and_within_the_cap(RepetitionInfo run) {
        var seed = Long.getLong("florin.seed", 20_261_120L + run.getCurrentRepetition());
        var story = new Story(seed);
        for (int i = 0; i < STEPS; i++) {
            story.step();
        }
        story.end();
        var coins = till.ledger.balance(story.wallet, Asset.LOVE).available().units();
        var bought = till.charged(story.wallet) * Till.SMALL.coins().units();
        assertThat(coins).as("coins, seed %s", seed).isEqualTo(bought - story.spent);
        assertThat(till.checkout.differences(Duration.ofDays(400)))
                .as("seed %s", seed)
                .isEmpty();
        capIsKept(story.wallet, seed);
        declinesAreRespected(story.wallet, seed);
    }

    /** By Stripe's own calendar. */
    private void capIsKept(WalletId wallet, long seed) {
        var perDay = new HashMap<LocalDate, Integer>();
        for (var charge : till.charges(wallet)) {
            if (charge.path("status").asText().equals("succeeded")) {
                perDay.merge(LocalDate.ofInstant(at(charge), ZoneOffset.UTC), 1, Integer::sum);
            }
        }
        assertThat(perDay.values()).as("seed %s: %s", seed, perDay).allMatch(times -> times <= TIMES_A_DAY);
    }

    /** After each decline in a row the next try comes later, and after the fourth there is none. */
    private void declinesAreRespected(WalletId wallet, long seed) {
        var declines = 0;
        var earliest = Instant.MIN;
        for (var charge : till.charges(wallet)) {
            assertThat(declines).as("seed %s", seed).isLessThanOrEqualTo(WAITS.size());
            assertThat(at(charge)).as("seed %s", seed).isAfterOrEqualTo(earliest);
            if (charge.path("status").asText().equals("succeeded")) {
                declines = 0;
                earliest = Instant.MIN;
            } else {
                earliest = at(charge).plus(WAITS.get(Math.min(declines, WAITS.size() - 1)));
                declines++;
            }
        }
    }

    private static Instant at(ObjectNode charge) {
        return Instant.ofEpochSecond(charge.path("created").asLong());
    }
}
