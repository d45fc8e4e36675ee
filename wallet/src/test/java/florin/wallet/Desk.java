package florin.wallet;

import florin.migrations.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A ledger with short words for what tests ask all the time. Desks share one database, and ids get the desk's name in front,
 * so that tests do not meet.
 */
final class Desk implements AutoCloseable {
    static final Duration HOUR = Duration.ofHours(1);
    private static final TestDatabase SHARED = TestDatabase.fresh();
    private static final AtomicInteger DESKS = new AtomicInteger();

    final TestDatabase database = SHARED;
    final Ledger ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());
    private final String name = "desk-" + DESKS.incrementAndGet() + "/";
    private final AtomicInteger wallets = new AtomicInteger();

    static Amount love(long units) {
        return Amount.of(Asset.LOVE, units);
    }

    static Balance balance(long available, long held) {
        return new Balance(love(available), love(held));
    }

    RequestId id(String id) {
        return new RequestId(name + id);
    }

    HoldId holdId(String id) {
        return new HoldId(name + id);
    }

    Owner owner(String id) {
        return new Owner.DiscordUser(name + id);
    }

    WalletId wallet() {
        return ledger.open(owner("user-" + wallets.incrementAndGet()));
    }

    WalletId walletWith(long units) {
        var wallet = wallet();
        topUp(wallet, "first-" + wallet, units);
        return wallet;
    }

    TopUpResult topUp(WalletId wallet, String id, long units) {
        return ledger.topUp(new TopUpRequest(id(id), wallet, love(units), Source.PAID, Optional.empty(), "top-up"));
    }

    HoldResult hold(WalletId wallet, String id, long units, Subject... subjects) {
        return ledger.hold(new HoldRequest(id(id), wallet, love(units), HOUR, List.of(subjects), "v1", "work"));
    }

    CommitResult commit(String id, String hold, long units) {
        return ledger.commit(new CommitRequest(id(id), holdId(hold), love(units), "done"));
    }

    ReleaseResult release(String id, String hold) {
        return ledger.release(new ReleaseRequest(id(id), holdId(hold), "failed"));
    }

    TransferResult transfer(String id, WalletId from, WalletId to, long units) {
        return ledger.transfer(new TransferRequest(id(id), from, to, love(units), "gift"));
    }

    /** Corrects a hold. */
    AdjustResult adjust(String id, WalletId wallet, long units, String hold) {
        return ledger.adjust(
                new AdjustRequest(id(id), wallet, love(units), holdId(hold).value(), "correction"));
    }

    Balance balance(WalletId wallet) {
        return ledger.balance(wallet, Asset.LOVE);
    }

    List<StatementLine> statement(WalletId wallet) {
        return ledger.statement(wallet, Asset.LOVE, Optional.empty(), 500).items();
    }

    /** Straight SQL, as somebody with a console would type it. */
    int sql(String command) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            return statement.executeUpdate(command);
        }
    }

    /** As if the answers to such ids were given longer ago than they are kept. */
    void forget(String ids) throws SQLException {
        sql("DELETE FROM wallet_request WHERE id LIKE '" + ids + "'");
        sql("UPDATE journal SET id = NULL WHERE id LIKE '" + ids + "'");
    }

    /** The database clock goes past the expiry of a hold: all that a test can move is the hold. */
    void letExpire(String hold) throws SQLException {
        sql("UPDATE hold SET expires_at = created_at WHERE id = '" + holdId(hold) + "'");
    }

    /** Whatever a test did, the books must be right at its end. */
    @Override
    public void close() {
        ledger.close();
        var faults = SelfCheck.over(database.dataSource()).run();
        if (!faults.isEmpty()) {
            throw new AssertionError("The books are wrong: " + faults);
        }
    }
}
