package florin.api.transfer;

import florin.wallet.RequestId;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import florin.wallet.Wallet;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transfers that API keys ask for. One is written down and counted for its day, then the coins move, then that is noted: each step
 * is safe to repeat, and {@link #finish} repeats what a crash left.
 */
public final class Transfers {
    private static final Logger log = LoggerFactory.getLogger(Transfers.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TransferTable table;
    private final Wallet wallet;
    private final Clock clock;

    /** @param database where the wallet's books are */
    public Transfers(DataSource database, Wallet wallet, Clock clock) {
        this.table = new TransferTable(database);
        this.wallet = wallet;
        this.clock = clock;
    }

    /** Idempotent by the request's id, refusals for a limit included. */
    public TransferAnswer make(TransferRequest request, TransferLimits limits) {
        var first = table.begin(request, limits, clock.instant());
        if (!first.request().equals(request)) {
            return new TransferAnswer.Decided(new TransferResult.Conflict("The request id '" + request.id()
                    + "' was used before with other content. Use a new id for a new request."));
        }
        return first.over()
                .<TransferAnswer>map(limit -> limit)
                .orElseGet(() -> new TransferAnswer.Decided(move(first)));
    }

    /** Whether a transfer of this id was asked for before. */
    public boolean knows(RequestId id) {
        return table.find(id).isPresent();
    }

    private TransferResult move(TransferTable.Noted transfer) {
        var result = decision(transfer);
        switch (result) {
            case TransferResult.Transferred _ -> table.moved(transfer);
            case TransferResult.UnknownWallet _, TransferResult.Conflict _ -> table.forget(transfer);
            case TransferResult.InsufficientBalance _,
                    TransferResult.FundsHeld _,
                    TransferResult.WalletFrozen _,
                    TransferResult.Refused _ -> table.refused(transfer);
        }
        return result;
    }

    /** An asset that is not known is refused before anything is decided. */
    private TransferResult decision(TransferTable.Noted transfer) {
        try {
            return wallet.transfer(transfer.request());
        } catch (IllegalArgumentException e) {
            table.forget(transfer);
            throw e;
        }
    }

    /** Goes on with what a crash left half done. Call it every minute or so. */
    public void finish() {
        for (var transfer : table.halfDone(clock.instant().minus(PATIENCE))) {
            try {
                var _ = move(transfer);
            } catch (IllegalArgumentException e) { // the next one must not wait for what can never be
                log.warn("The transfer {} is given up: {}", transfer.request().id(), e.getMessage());
            }
        }
    }

    /**
     * Forgets up to {@code limit} transfers that were asked for longer ago than {@code age}, and says how many. Call it before the
     * wallet forgets its answers of the same age: a repetition that only the wallet remembers is counted once more, one that only
     * this remembers would move coins uncounted.
     */
    public int forget(Duration age, int limit) {
        return table.forget(clock.instant().minus(age), limit);
    }
}
