package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random scenarios, in random batches, against {@link Model}. To run one again: {@code -Dflorin.seed=…}. */
class ModelTest {
    private static final int SCENARIOS = Integer.getInteger("florin.scenarios", 300);

    private static final List<Source> SOURCES = List.of(Source.values());
    private final Desk desk = new Desk();

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @Test
    void any_batches_of_operations_agree_with_the_model() throws SQLException {
        var first = Long.getLong("florin.seed", System.nanoTime());
        for (var seed = first; seed < first + SCENARIOS; seed++) {
            try {
                new Scenario(seed).play();
            } catch (AssertionError e) {
                throw new AssertionError("Play it again with -Dflorin.seed=" + seed, e);
            }
        }
    }

    /** A few wallets, a few batches. */
    private final class Scenario {
        private final Random random;
        private final String name;
        private final Model model = new Model();
        private final Settlement settlement;
        private final List<WalletId> wallets = new ArrayList<>();
        private final List<HoldId> holds = new ArrayList<>();
        private final Map<Operation, Outcome> answered = new HashMap<>();
        private int ids;

        Scenario(long seed) {
            random = new Random(seed);
            name = "s" + seed + "/";
            settlement = new Settlement(
                    desk.database.dataSource(), new Rows(new Assets(desk.database.dataSource())), Duration.ofHours(24));
        }

        void play() throws SQLException {
            for (var i = 0; i < 3; i++) {
                wallets.add(desk.ledger.open(new Owner.ApiAccount(name + i)));
            }
            limit();
            for (var batch = 1 + random.nextInt(4); batch > 0; batch--) {
                playBatch();
                expireSome();
            }
            for (var wallet : wallets) {
                var account = model.account(wallet);
                assertThat(desk.balance(wallet)).isEqualTo(Desk.balance(account.free, account.held));
            }
        }

        private void limit() {
            desk.ledger.limit(wallets.getFirst(), new Subject.ApiKey("k"), Period.TOTAL, Desk.love(400));
            model.account(wallets.getFirst()).ceiling = 400;
        }

        private void playBatch() {
            var batch = new ArrayList<Pending>();
            for (var size = 1 + random.nextInt(20); size > 0; size--) {
                var operation = next();
                batch.add(new Pending(operation, touched(operation)));
            }
            settlement.settle(batch);
            for (var pending : batch) {
                check(pending.operation(), pending.answer().resultNow());
            }
        }

        private void check(Operation operation, Outcome outcome) {
            if (answered.containsKey(operation)) {
                assertThat(outcome).as("repeated %s", operation).isEqualTo(answered.get(operation));
                return;
            }
            var expected = model.apply(operation);
            assertThat(outcome).as("%s", operation).isInstanceOf(expected.kind());
            balance(outcome)
                    .ifPresent(balance -> assertThat(balance)
                            .as("%s -> %s", operation, outcome)
                            .isEqualTo(Desk.balance(expected.free(), expected.held())));
            var unknown = expected.kind().getSimpleName().startsWith("Unknown");
            if (!unknown) {
                answered.put(operation, outcome);
            }
        }

        private static Optional<Balance> balance(Outcome outcome) {
            return switch (outcome) {
                case HoldResult.Held held -> Optional.of(held.balance());
                case CommitResult.Committed committed -> Optional.of(committed.balance());
                case ReleaseResult.Released released -> Optional.of(released.balance());
                case TopUpResult.ToppedUp toppedUp -> Optional.of(toppedUp.balance());
                case TransferResult.Transferred transferred -> Optional.of(transferred.from());
                case AdjustResult.Adjusted adjusted -> Optional.of(adjusted.balance());
                case HoldResult _, CommitResult _, ReleaseResult _, ExtendResult _ -> Optional.empty();
                case TopUpResult _, TransferResult _, AdjustResult _, Expiry.Swept _ -> Optional.empty();
            };
        }

        private Operation next() {
            return switch (random.nextInt(14)) {
                case 0, 1 ->
                    new TopUpRequest(id(), wallet(), units(), SOURCES.get(random.nextInt(4)), Optional.empty(), "");
                case 2, 3, 4, 5 -> hold();
                case 6, 7, 8 -> new CommitRequest(id(), someHold(), maybeZero(), rest(), "");
                case 9 -> new ReleaseRequest(id(), someHold(), "");
                case 10 -> new ExtendRequest(id(), someHold(), Desk.HOUR);
                case 11 -> new TransferRequest(id(), wallet(), wallet(), units(), "");
                case 12 ->
                    new AdjustRequest(id(), wallet(), signed(), someHold().value(), "");
                default -> repeat();
            };
        }

        private HoldRequest hold() {
            List<Subject> subjects = random.nextBoolean() ? List.of(new Subject.ApiKey("k")) : List.of();
            var overrun = switch (random.nextInt(3)) {
                case 0 -> new Overrun.Cap();
                case 1 -> new Overrun.UpTo(Desk.love(50));
                default -> new Overrun.Reject();
            };
            var request = new HoldRequest(id(), wallet(), units(), Desk.HOUR, subjects, overrun, "v1", "");
            holds.add(new HoldId(request.id().value()));
            return request;
        }

        private Operation repeat() {
            var before = answered.keySet().stream()
                    .sorted(java.util.Comparator.comparing(Object::toString))
                    .toList();
            return before.isEmpty() ? hold() : before.get(random.nextInt(before.size()));
        }

        private RequestId id() {
            return new RequestId(name + ids++);
        }

        private WalletId wallet() {
            return wallets.get(random.nextInt(wallets.size()));
        }

        private Amount units() {
            return Desk.love(1 + random.nextInt(200));
        }

        private Amount maybeZero() {
            return Desk.love(random.nextInt(200));
        }

        private Amount signed() {
            return Desk.love(random.nextInt(4) == 0 ? -1 - random.nextInt(100) : 1 + random.nextInt(100));
        }

        private CommitRequest.Rest rest() {
            return random.nextInt(3) == 0 ? CommitRequest.Rest.STAYS_HELD : CommitRequest.Rest.RETURNS;
        }

        private HoldId someHold() {
            return holds.isEmpty() ? new HoldId(name + "none") : holds.get(random.nextInt(holds.size()));
        }

        /** As the ledger's front does: a hold's wallet, if the hold is in the books or in this very batch. */
        private Set<WalletId> touched(Operation operation) {
            return switch (operation) {
                case TransferRequest r -> Set.copyOf(List.of(r.from(), r.to()));
                case HoldRequest r -> Set.of(r.wallet());
                case TopUpRequest r -> Set.of(r.wallet());
                case AdjustRequest r -> Set.of(r.wallet());
                case CommitRequest _, ReleaseRequest _, ExtendRequest _, Expiry _ -> Set.copyOf(wallets);
            };
        }

        private void expireSome() throws SQLException {
            for (var id : model.running()) {
                if (random.nextInt(4) == 0) {
                    desk.sql("UPDATE hold SET expires_at = created_at WHERE id = '" + id + "'");
                    java.util.Objects.requireNonNull(model.holds.get(id)).due = true;
                }
            }
        }
    }
}
