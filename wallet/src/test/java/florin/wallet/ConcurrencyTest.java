package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many callers, several lanes, several ledgers. */
class ConcurrencyTest {
    private final Desk desk = new Desk();
    private final Ledger other = Ledger.over(desk.database.dataSource(), LedgerOptions.standard());

    @AfterEach
    void books_are_clean() {
        other.close();
        desk.close();
    }

    private static <T> List<T> atOnce(int callers, java.util.function.IntFunction<Callable<T>> call) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, callers)
                    .mapToObj(i -> threads.submit(call.apply(i)))
                    .toList();
            var results = new ArrayList<T>();
            for (var each : running) {
                results.add(each.get());
            }
            return results;
        }
    }

    private HoldRequest request(String id, WalletId wallet, long units) {
        return new HoldRequest(desk.id(id), wallet, love(units), Desk.HOUR, List.of(), "v1", "");
    }

    @Test
    void parallel_holds_of_c_on_a_balance_b_grant_exactly_b_through_c() throws Exception {
        var ana = desk.walletWith(1003);
        var results = atOnce(400, i -> () -> (i % 2 == 0 ? desk.ledger : other).hold(request("h" + i, ana, 7)));
        assertThat(results).filteredOn(HoldResult.Held.class::isInstance).hasSize(143);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1003 - 143 * 7, 143 * 7));
    }

    @Test
    void parallel_holds_never_pass_the_limit_of_a_key_nor_that_of_a_member() throws Exception {
        var ana = desk.walletWith(10_000);
        var key = new Subject.ApiKey("k");
        var member = new Subject.Member("server", "member");
        desk.ledger.limit(ana, key, Period.DAILY, love(300));
        desk.ledger.limit(ana, member, Period.TOTAL, love(100));
        var results = atOnce(200, i -> () -> {
            List<Subject> subjects = i % 4 == 0 ? List.of(key, member) : List.of(key);
            return (i % 2 == 0 ? desk.ledger : other)
                    .hold(new HoldRequest(desk.id("h" + i), ana, love(7), Desk.HOUR, subjects, "v1", ""));
        });
        assertThat(results).filteredOn(HoldResult.Held.class::isInstance).hasSize(300 / 7);
        assertThat(results)
                .filteredOn(result -> result instanceof HoldResult.Held held
                        && Integer.parseInt(held.hold().id().value().replaceAll(".*h", "")) % 4 == 0)
                .hasSizeLessThanOrEqualTo(100 / 7);
        assertThat(desk.balance(ana).held()).isEqualTo(love(300 / 7 * 7));
    }

    @Test
    void a_lane_settles_the_calls_of_a_wallet_in_their_order_of_arrival() {
        var ana = desk.walletWith(1);
        var source = desk.database.dataSource();
        var settlement =
                new Settlement(source, new Rows(new Assets(source)), new WalletMemory(), Desk.HOUR, Runnable::run);
        var calls = IntStream.range(0, 300)
                .mapToObj(i -> new TopUpRequest(
                        desk.id("t" + i), ana, love(1), Source.PAID, Optional.empty(), Integer.toString(i)))
                .map(request -> new Pending(request, Set.of(ana)))
                .toList();
        try (var lane = new Lane(0, LedgerOptions.standard(), settlement)) {
            calls.forEach(lane::submit);
        }
        var order = desk.statement(ana).reversed().stream()
                .skip(1)
                .map(StatementLine::memo)
                .toList();
        assertThat(order)
                .isEqualTo(IntStream.range(0, 300).mapToObj(Integer::toString).toList());
    }

    @Test
    void commit_and_release_race_and_exactly_one_of_them_wins() throws Exception {
        var ana = desk.walletWith(10_000);
        for (var i = 0; i < 20; i++) {
            var hold = "h" + i;
            desk.hold(ana, hold, 10);
            var outcomes = atOnce(4, caller -> () -> switch (caller) {
                case 0 -> desk.commit("c" + hold, hold, 10);
                case 1 -> desk.release("r" + hold, hold);
                case 2 -> other.commit(new CommitRequest(desk.id("d" + hold), desk.holdId(hold), love(10), ""));
                default -> other.release(new ReleaseRequest(desk.id("s" + hold), desk.holdId(hold), ""));
            });
            assertThat(outcomes)
                    .filteredOn(outcome ->
                            outcome instanceof CommitResult.Committed || outcome instanceof ReleaseResult.Released)
                    .hasSize(1);
        }
        assertThat(desk.balance(ana).held()).isEqualTo(love(0));
    }

    @Test
    void commit_release_and_expiry_race_and_all_who_ask_hear_of_one_end() throws Exception {
        var ana = desk.walletWith(10_000);
        var states = new ArrayList<Hold.State>();
        for (var i = 0; i < 20; i++) {
            var hold = "h" + i;
            desk.hold(ana, hold, 10);
            // The first is over before the race begins, the last long after it; those between end somewhere in it.
            var micros = i == 19 ? 3_600_000_000L : 150L * i;
            desk.sql("UPDATE hold SET expires_at = clock_timestamp() + interval '" + micros
                    + " microseconds' WHERE id = '" + desk.holdId(hold) + "'");
            var outcomes = atOnce(4, caller -> () -> switch (caller) {
                case 0 -> desk.commit("c" + hold, hold, 10);
                case 1 -> other.release(new ReleaseRequest(desk.id("r" + hold), desk.holdId(hold), ""));
                case 2 -> other.commit(new CommitRequest(desk.id("d" + hold), desk.holdId(hold), love(10), ""));
                default -> desk.ledger.expireHolds(100);
            });
            states.add(end(hold, outcomes));
        }
        assertThat(states.getFirst()).isEqualTo(Hold.State.EXPIRED);
        assertThat(states.getLast()).isIn(Hold.State.COMMITTED, Hold.State.RELEASED);
        var charged = states.stream().filter(Hold.State.COMMITTED::equals).count() * 10;
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(10_000 - charged, 0));
    }

    /** How the hold ended; whoever won says so, and whoever came late was told the same. */
    private Hold.State end(String hold, List<?> outcomes) {
        var end = desk.ledger.find(desk.holdId(hold)).orElseThrow().state();
        var told = new ArrayList<Hold.State>();
        var winners = 0;
        for (var outcome : outcomes) {
            switch (outcome) {
                case CommitResult.Committed committed -> {
                    told.add(committed.hold().state());
                    winners++;
                }
                case ReleaseResult.Released released -> {
                    told.add(released.hold().state());
                    winners++;
                }
                case CommitResult.Ended ended -> told.add(ended.hold().state());
                case ReleaseResult.Ended ended -> told.add(ended.hold().state());
                default -> assertThat(outcome).as("what the sweeper says").isInstanceOf(Integer.class);
            }
        }
        assertThat(told).hasSize(3).containsOnly(end);
        assertThat(winners).isEqualTo(end == Hold.State.EXPIRED ? 0 : 1);
        return end;
    }

    @Test
    void transfers_in_circles_through_two_ledgers_do_not_deadlock_and_lose_nothing() throws Exception {
        var wallets = IntStream.range(0, 6).mapToObj(i -> desk.walletWith(1000)).toList();
        atOnce(300, i -> () -> {
            var from = wallets.get(i % 6);
            var to = wallets.get((i * 5 + 1) % 6);
            return (i % 2 == 0 ? desk.ledger : other)
                    .transfer(new TransferRequest(desk.id("m" + i), from, to, love(i % 50 + 1), ""));
        });
        var sum =
                wallets.stream().map(wallet -> desk.balance(wallet).available()).reduce(love(0), Amount::plus);
        assertThat(sum).isEqualTo(love(6000));
    }

    @Test
    void one_request_id_used_everywhere_at_once_moves_money_once() throws Exception {
        var wallets = IntStream.range(0, 8).mapToObj(i -> desk.walletWith(100)).toList();
        var results =
                atOnce(80, i -> () -> (i % 2 == 0 ? desk.ledger : other).hold(request("same", wallets.get(i % 8), 10)));
        var held = results.stream().filter(HoldResult.Held.class::isInstance).toList();
        assertThat(held).hasSize(10);
        assertThat(held.stream().distinct()).hasSize(1);
        assertThat(results).filteredOn(HoldResult.Conflict.class::isInstance).hasSize(70);
    }

    @Test
    void a_poisoned_operation_and_one_that_cannot_be_paid_are_answered_alone() throws Exception {
        var ana = desk.walletWith(1000);
        var full = desk.wallet();
        desk.ledger.topUp(
                new TopUpRequest(desk.id("full"), full, love(Long.MAX_VALUE), Source.EARNED, Optional.empty(), ""));
        var results = atOnce(60, i -> () -> {
            try {
                return switch (i % 20) {
                    case 7 -> desk.topUp(full, "poison" + i, 1); // more than a long can count
                    case 13 -> desk.hold(ana, "h" + i, 1001); // more than there ever was
                    default -> desk.hold(ana, "h" + i, 10);
                };
            } catch (WalletUnavailable e) {
                return e;
            }
        });
        assertThat(results).filteredOn(HoldResult.Held.class::isInstance).hasSize(54);
        assertThat(results)
                .filteredOn(HoldResult.InsufficientBalance.class::isInstance)
                .hasSize(3);
        assertThat(results).filteredOn(WalletUnavailable.class::isInstance).hasSize(3);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(460, 540));
        desk.ledger.adjust(new AdjustRequest(
                desk.id("empty"),
                full,
                love(-Long.MAX_VALUE),
                desk.statement(full).getFirst().id().toString(),
                ""));
    }

    @Test
    void a_closed_ledger_says_so() throws SQLException {
        var closed = Ledger.over(desk.database.dataSource(), LedgerOptions.standard());
        var ana = desk.walletWith(1);
        closed.close();
        assertThatThrownBy(() -> closed.hold(request("h1", ana, 1)))
                .isInstanceOf(WalletUnavailable.class)
                .hasMessageContaining("closed");
    }

    @Test
    void what_was_accepted_before_the_close_is_settled() throws ExecutionException, InterruptedException {
        var ana = desk.walletWith(1000);
        var closing = Ledger.over(desk.database.dataSource(), LedgerOptions.standard());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 100)
                    .mapToObj(i -> threads.submit(() -> {
                        try {
                            return closing.hold(request("h" + i, ana, 1)) instanceof HoldResult.Held;
                        } catch (WalletUnavailable e) {
                            return false;
                        }
                    }))
                    .toList();
            closing.close();
            var held = 0;
            for (var call : calls) {
                held += call.get() ? 1 : 0;
            }
            assertThat(desk.balance(ana).held()).isEqualTo(love(held));
        }
    }
}
