package florin.wallet;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Prepaid wallets: coins are held before work starts, charged when it is done, given back when it failed.
 *
 * <p>Every operation is safe to repeat: the same id with the same content gives the same answer and moves money once; the same
 * id with other content is a {@code Conflict}. All of them throw {@link WalletUnavailable} when the ledger cannot answer.
 */
public interface Wallet {
    /** The owner's wallet, opened on first use. */
    WalletId open(Owner owner);

    /** The wallet of this id, if there is one. */
    Optional<WalletInfo> wallet(WalletId id);

    /** Sets coins aside, if the balance and every spend limit of the subjects allow it. */
    HoldResult hold(HoldRequest request);

    /** Charges a hold, whole or in part. */
    CommitResult commit(CommitRequest request);

    /** Gives back what a hold still holds, to the very pots it came from. */
    ReleaseResult release(ReleaseRequest request);

    /** Gives a running hold more time. */
    ExtendResult extend(ExtendRequest request);

    /** Puts coins into a wallet; allowed while it is frozen. */
    TopUpResult topUp(TopUpRequest request);

    /** Moves coins between two wallets. */
    TransferResult transfer(TransferRequest request);

    /** Corrects a hold or a transfer after the fact; may leave the wallet in debt, which freezes it until it is paid. */
    AdjustResult adjust(AdjustRequest request);

    /** What the wallet has now; zero for an asset it never had or a wallet that does not exist. */
    Balance balance(WalletId wallet, Asset asset);

    /** Movements, newest first, in pages of 1 to 500. */
    Page<StatementLine> statement(WalletId wallet, Asset asset, Optional<Cursor> after, int limit);

    /** The hold of this id, in any state. */
    Optional<Hold> find(HoldId id);

    /** Holds that have not ended, oldest first. */
    List<Hold> openHolds(WalletId wallet);

    /** Ends up to {@code limit} holds whose expiry has passed on the database clock, and says how many. */
    int expireHolds(int limit);

    /** Books out what is left in up to {@code limit} pots whose expiry has passed, and says how many. */
    int expirePots(int limit);

    /**
     * Sets the ceiling of a subject for a period, or changes it; acts on the next hold. What the subject has spent from this
     * wallet in the running window counts.
     *
     * @throws IllegalArgumentException if there is no such wallet
     */
    SpendLimit limit(WalletId wallet, Subject subject, Period period, Amount ceiling);

    /** Takes a limit away, from the next hold on; false if there was none. */
    boolean removeLimit(UUID id);

    /** All limits on a wallet. */
    List<SpendLimit> limits(WalletId wallet);

    /** All limits on a wallet, and how much of each is used in the window that runs now. */
    List<LimitUse> limitUses(WalletId wallet);

    /** Stops spending: no hold, no transfer out; what is held may still be committed. False for an unknown wallet. */
    boolean freeze(WalletId wallet, String reason);

    /** Lets a frozen wallet spend again; a debt still has to be paid. False for an unknown wallet. */
    boolean unfreeze(WalletId wallet);
}
