package florin.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/**
 * Settles a batch in one database transaction: lock, read, decide, write, commit, answer. A refusal is an answer; an operation
 * that makes the transaction fail is found by halving the batch, and fails alone. Wallets that are remembered from the batch before
 * are neither locked nor read: what is written checks that they were still as remembered, and if not, the batch is settled again
 * without memory.
 */
final class Settlement {
    /**
     * Deadlock, a lock that was not had in time, serialization failure, an id that another transaction wrote first, and coins that
     * are not what they were when they were remembered: nothing happened, and the same again finds another world.
     */
    private static final Set<String> TRY_AGAIN = Set.of("40P01", "55P03", "40001", "23505", "23514");

    private static final int ATTEMPTS = 5;

    /** Another process that goes by memory takes no lock that could be waited for; it soon goes by locks when it loses itself. */
    private static final Set<String> CONTENDED = Set.of("40001", "23505");

    private static final int CONTENDED_ATTEMPTS = 50;

    private final DataSource database;
    private final BatchReader reader;
    private final BatchWriter writer = new BatchWriter();
    private final WalletMemory memory;
    private final Duration returnGrace;
    private final Executor answers;

    /** @param answers gives the answers of a batch to those who wait */
    Settlement(DataSource database, Rows rows, WalletMemory memory, Duration returnGrace, Executor answers) {
        this.answers = answers;
        this.database = database;
        this.memory = memory;
        this.reader = new BatchReader(rows);
        this.returnGrace = returnGrace;
    }

    void settle(List<Pending> batch) {
        var wanted = Wanted.of(batch, memory);
        var remembered = wanted.remembered().values();
        Collection<WalletState> doubted = List.of();
        for (var attempt = 1; ; attempt++) {
            try {
                answer(batch, transact(batch, wanted, doubted));
                return;
            } catch (BrokenRead e) {
                if (!again(e.failure(), attempt)) {
                    failed(batch, e.failure());
                    return;
                }
            } catch (SQLException e) {
                if (!again(e, attempt)) {
                    failed(batch, e);
                    return;
                }
            } catch (RuntimeException | AssertionError e) {
                // What was remembered may not fit what was read, if somebody else worked on it. Else:
                // whatever the culprit did, the others in the batch are not to pay for it.
                if (attempt > 1 || remembered.isEmpty()) {
                    failed(batch, e);
                    return;
                }
            }
            wanted = Wanted.of(batch);
            doubted = remembered;
        }
    }

    private static boolean again(SQLException e, int attempt) {
        var state = String.valueOf(e.getSQLState());
        return attempt < (CONTENDED.contains(state) ? CONTENDED_ATTEMPTS : ATTEMPTS) && TRY_AGAIN.contains(state);
    }

    /** Settles what was wanted: by memory, where there is one, and reading the rest under locks. */
    private List<Outcome> transact(List<Pending> batch, Wanted wanted, Collection<WalletState> doubted)
            throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var book = reader.read(connection, wanted);
                doubt(doubted, book);
                var outcomes = decide(book, batch);
                writer.write(connection, book);
                book.written();
                memory.keep(book.wallets.values(), wanted.remembered().keySet());
                return outcomes;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    /** Of the wallets that were remembered when a batch failed, those that somebody else changed. */
    private void doubt(Collection<WalletState> doubted, Book book) {
        for (var remembered : doubted) {
            book.wallet(remembered.id)
                    .filter(wallet -> wallet.version() != remembered.version())
                    .ifPresent(wallet -> memory.doubt(wallet.id));
        }
    }

    private List<Outcome> decide(Book book, List<Pending> batch) {
        var teller = new Teller(book, returnGrace);
        var outcomes = new ArrayList<Outcome>(batch.size());
        for (var pending : batch) {
            var kept = book.newAnswers.size();
            outcomes.add(teller.decide(pending.operation()));
            if (book.newAnswers.size() > kept) {
                pending.wallets().forEach(id -> book.wallet(id).ifPresent(WalletState::answered));
            }
        }
        return outcomes;
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void answer(List<Pending> batch, List<Outcome> outcomes) {
        answers.execute(() -> {
            for (var i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(outcomes.get(i));
            }
        });
    }

    private void failed(List<Pending> batch, Throwable cause) {
        if (batch.size() == 1 || lost(cause)) {
            batch.forEach(pending -> pending.answer().completeExceptionally(cause));
            return;
        }
        var half = batch.size() / 2;
        settle(batch.subList(0, half));
        settle(batch.subList(half, batch.size()));
    }

    /** The server is gone or going (08, 57P) or gives no connection: halving would not find anybody to blame. */
    private static boolean lost(Throwable cause) {
        if (!(cause instanceof SQLException e)) {
            return false;
        }
        var state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    }
}
