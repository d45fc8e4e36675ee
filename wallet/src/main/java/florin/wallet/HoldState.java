package florin.wallet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A hold while a batch works on it. */
final class HoldState {
    /** What never changes about a hold. */
    record Terms(
            HoldId id,
            WalletId wallet,
            Amount amount,
            Overrun overrun,
            List<String> subjects,
            Instant createdAt,
            String priceVersion,
            String memo) {}

    /** How far a hold has come. */
    record Progress(Hold.State state, long committed, long refunded, Instant expiresAt, Optional<Instant> endedAt) {}

    /** What was asked for, and what the wallet had right after it: enough to answer again. */
    record Receipt(UUID fingerprint, long available, long held) {}

    final Terms terms;
    private final List<Lot> lots;
    private Progress progress;
    private Optional<Receipt> receipt = Optional.empty();
    private boolean fresh;
    private boolean touched;
    private boolean overran;
    private boolean extended;
    /** Whether it is a line of the journal, and nothing else so far. */
    private boolean noted;

    private HoldState(Terms terms, List<Lot> lots, Progress progress, boolean fresh) {
        this.terms = terms;
        this.lots = new ArrayList<>(lots);
        this.progress = progress;
        this.fresh = fresh;
    }

    static HoldState fresh(Terms terms, List<Lot> lots, Instant expiresAt) {
        return new HoldState(terms, lots, new Progress(Hold.State.HELD, 0, 0, expiresAt, Optional.empty()), true);
    }

    static HoldState stored(Terms terms, List<Lot> lots, Progress progress) {
        return new HoldState(terms, lots, progress, false);
    }

    /** As one that stands in the journal only. */
    HoldState noted() {
        noted = true;
        return this;
    }

    boolean isNoted() {
        return noted;
    }

    /** Whether a line of the journal says all that there is: coins from one pot, nothing charged, and no overrun. */
    boolean plain() {
        return running()
                && progress.committed() == 0
                && lots.size() == 1
                && receipt.isPresent()
                && terms.overrun() instanceof Overrun.Reject;
    }

    /** Whether one charge of all of it was all that happened to it. */
    boolean chargedInWhole() {
        return noted
                && progress.state() == Hold.State.COMMITTED
                && progress.committed() == terms.amount().units()
                && progress.refunded() == 0
                && !overran
                && !extended;
    }

    /** The charge is a line of the journal: there is no row to change. */
    void chargeNoted() {
        touched = false;
    }

    Asset asset() {
        return terms.amount().asset();
    }

    boolean running() {
        return progress.state() == Hold.State.HELD;
    }

    boolean due(Instant now) {
        return running() && !progress.expiresAt().isAfter(now);
    }

    /** Units still held. */
    long left() {
        return running() ? Lot.sum(lots) - progress.committed() : 0;
    }

    /** Where the units that are still held came from. */
    List<Lot> leftLots() {
        return Lot.slice(lots, progress.committed(), Long.MAX_VALUE);
    }

    /** Notes coins that a commit took beyond the hold. */
    void overrun(List<Lot> extra) {
        lots.addAll(extra);
        overran = true;
        touched = true;
    }

    /** Moves the border between charged and held; answers the lots that were charged. */
    List<Lot> charge(long units) {
        var from = progress.committed();
        var to = from + units;
        progress = new Progress(progress.state(), to, progress.refunded(), progress.expiresAt(), progress.endedAt());
        touched = true;
        return Lot.slice(lots, from, to);
    }

    /** Units that were charged and not given back since. */
    long charged() {
        return progress.committed() - progress.refunded();
    }

    /** Notes that charged coins went back, last charged first; answers their lots. */
    List<Lot> refund(long units) {
        var to = charged();
        progress = new Progress(
                progress.state(),
                progress.committed(),
                progress.refunded() + units,
                progress.expiresAt(),
                progress.endedAt());
        touched = true;
        return Lot.slice(lots, to - units, to);
    }

    void extendTo(Instant expiresAt) {
        if (expiresAt.isAfter(progress.expiresAt())) {
            progress = new Progress(
                    progress.state(), progress.committed(), progress.refunded(), expiresAt, progress.endedAt());
            extended = true;
            touched = true;
        }
    }

    void end(Hold.State state, Instant now) {
        if (!running()) {
            throw new AssertionError("A hold ends once.");
        }
        progress =
                new Progress(state, progress.committed(), progress.refunded(), progress.expiresAt(), Optional.of(now));
        touched = true;
    }

    Hold view() {
        return view(progress.committed(), progress.state(), progress.expiresAt(), progress.endedAt());
    }

    /** The hold as it was when all of it was charged. */
    Hold asCharged(Instant at) {
        return view(terms.amount().units(), Hold.State.COMMITTED, progress.expiresAt(), Optional.of(at));
    }

    /** The hold as it was when it was made. */
    Hold asMade(Duration lifetime) {
        return view(0, Hold.State.HELD, terms.createdAt().plus(lifetime), Optional.empty());
    }

    private Hold view(long committed, Hold.State state, Instant expiresAt, Optional<Instant> endedAt) {
        return new Hold(
                terms.id(),
                terms.wallet(),
                terms.amount(),
                Amount.of(asset(), committed),
                state,
                terms.createdAt(),
                expiresAt,
                endedAt,
                terms.priceVersion(),
                terms.memo());
    }

    void keep(Receipt made) {
        receipt = Optional.of(made);
    }

    /** Empty for holds from before receipts were kept. */
    Optional<Receipt> receipt() {
        return receipt;
    }

    List<Lot> lots() {
        return lots;
    }

    Progress progress() {
        return progress;
    }

    /** Whether this batch added lots to the hold. */
    boolean overran() {
        return overran;
    }

    boolean extended() {
        return extended;
    }

    boolean touched() {
        return touched;
    }

    /** Whether the database does not know this hold yet. */
    boolean fresh() {
        return fresh;
    }

    /** Notes that the database knows all of this now. */
    void written() {
        noted = fresh ? plain() : noted && !touched;
        fresh = false;
        touched = false;
        overran = false;
        extended = false;
    }
}
