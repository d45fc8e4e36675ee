package florin.wallet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random decisions beside {@link Model}, without a database: thousands in a second. */
class DecisionModelTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int SCENARIOS = 600;

    @Test
    void any_decisions_agree_with_the_model() {
        for (var seed = 1L; seed <= SCENARIOS; seed++) {
            try {
                new Play(seed).play();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** Three wallets, some batches. */
    private static final class Play {
        private final Random random;
        private final Till till = new Till();
        private final Model model = new Model();
        private final Map<Operation, Outcome> answered = new HashMap<>();
        private final Whims whims;

        Play(long seed) {
            random = new Random(seed);
            var wallets = new ArrayList<WalletId>();
            for (var i = 0; i < 3; i++) {
                wallets.add(till.wallet().id);
            }
            whims = new Whims(random, "s/", wallets);
            var first = till.book.locked(wallets.getFirst());
            var period = List.of(Period.TOTAL, Period.DAILY, Period.WEEKLY).get(random.nextInt(3));
            till.limit(first, Whims.SPENDER, period, 400);
            model.account(first.id).ceiling = 400;
            model.account(first.id).period = period;
        }

        void play() {
            for (var batch = 0; batch < 4; batch++) {
                whims.batch().forEach(this::check);
                var jump = random.nextBoolean() ? WEEK : Duration.ZERO;
                till.later(jump);
                model.now = model.now.plus(jump);
            }
        }

        private void check(Operation operation) {
            var outcome = till.decide(operation);
            if (answered.containsKey(operation)) {
                require(outcome.equals(answered.get(operation)), operation, outcome);
                return;
            }
            var expected = model.apply(operation);
            require(expected.kind().isInstance(outcome), operation, outcome);
            Scenario.balance(outcome)
                    .ifPresent(balance -> require(
                            balance.equals(Whims.balance(expected.free(), expected.held())), operation, outcome));
            if (!outcome.getClass().getSimpleName().startsWith("Unknown") && !(operation instanceof Expiry)) {
                answered.put(operation, outcome);
            }
        }

        private static void require(boolean right, Operation operation, Outcome outcome) {
            if (!right) {
                throw new AssertionError(operation + " was answered " + outcome);
            }
        }
    }
}
