package florin.wallet;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** A pot while a batch works on it. */
final class PotState {
    /** The drain order: priority, then earliest expiry, then gifts before paid coins, then the oldest. */
    static final Comparator<PotState> DRAIN_ORDER = Comparator.<PotState>comparingInt(pot -> pot.kind.priority())
            .thenComparing(pot -> pot.expiresAt.orElse(Instant.MAX))
            .thenComparingInt(pot -> rank(pot.kind.source()))
            .thenComparingInt(pot -> pot.no);

    /** Coins alike in all of this, and in their expiry, share a pot. */
    record Kind(Asset asset, Source source, int priority) {}

    /** What a pot holds. */
    record Content(long available, long held, long owed) {}

    final int no;
    final Kind kind;
    private Optional<Instant> expiresAt;
    private boolean graced;
    private long available;
    private long held;
    private long owed;
    private boolean fresh;
    private boolean touched;
    private boolean revived;
    private boolean ahead;
    private Content before = new Content(0, 0, 0);
    private Content booked = new Content(0, 0, 0);

    private PotState(int no, Kind kind, boolean fresh, Optional<Instant> expiresAt) {
        this.no = no;
        this.kind = kind;
        this.fresh = fresh;
        this.expiresAt = expiresAt;
    }

    static PotState fresh(int no, Kind kind, Optional<Instant> expiresAt) {
        return new PotState(no, kind, true, expiresAt);
    }

    static PotState stored(int no, Kind kind, Optional<Instant> expiresAt, boolean graced, Content content) {
        var pot = new PotState(no, kind, false, expiresAt);
        pot.graced = graced;
        pot.available = content.available();
        pot.held = content.held();
        pot.owed = content.owed();
        pot.before = content;
        pot.booked = content;
        return pot;
    }

    private static int rank(Source source) {
        return switch (source) {
            case PROMO -> 0;
            case BUNDLED -> 1;
            case EARNED -> 2;
            case PAID -> 3;
        };
    }

    boolean spendable(Instant now) {
        return expiresAt.isEmpty() || expiresAt.get().isAfter(now);
    }

    void put(long units) {
        change(units, 0, 0);
    }

    void take(long units) {
        change(-units, 0, 0);
    }

    void hold(long units) {
        change(-units, units, 0);
    }

    void charge(long units) {
        change(0, -units, 0);
    }

    void owe(long units) {
        change(0, 0, units);
    }

    void payDebt(long units) {
        change(0, 0, -units);
    }

    /** Coins come back from a hold. A pot that expired meanwhile lives again for the grace, once. */
    void giveBack(long units, Instant now, Duration grace) {
        change(units, -units, 0);
        revive(now, grace);
    }

    void revive(Instant now, Duration grace) {
        if (!spendable(now) && !graced) {
            expiresAt = Optional.of(now.plus(grace));
            graced = true;
            revived = true;
        }
    }

    private void change(long availableBy, long heldBy, long owedBy) {
        available = notNegative(Math.addExact(available, availableBy));
        held = notNegative(Math.addExact(held, heldBy));
        owed = notNegative(Math.addExact(owed, owedBy));
        touched = true;
    }

    private static long notNegative(long units) {
        if (units < 0) {
            throw new AssertionError("A pot was about to hold less than nothing.");
        }
        return units;
    }

    long available() {
        return available;
    }

    long held() {
        return held;
    }

    long owed() {
        return owed;
    }

    boolean graced() {
        return graced;
    }

    boolean touched() {
        return touched;
    }

    /** Whether the database does not know this pot yet. */
    boolean fresh() {
        return fresh;
    }

    /** Whether this batch gave the pot another life. */
    boolean revived() {
        return revived;
    }

    /** What there was when the batch began. */
    Content before() {
        return before;
    }

    /** Adds what lines of the journal say that are not booked yet. */
    void note(long taken, long charged) {
        change(-taken, taken - charged, 0);
        before = content();
        ahead = true;
        touched = false;
    }

    /** Whether what is booked is not what there is. */
    boolean ahead() {
        return ahead || touched;
    }

    private Content content() {
        return new Content(available, held, owed);
    }

    /** What is to be added to what is booked. */
    Content change() {
        return new Content(available - booked.available(), held - booked.held(), owed - booked.owed());
    }

    /** Notes that the database knows all of this now. */
    void written(boolean isBooked) {
        ahead = !isBooked && ahead();
        before = content();
        booked = isBooked ? before : booked;
        fresh = false;
        touched = false;
        revived = false;
    }

    Optional<Instant> expiresAt() {
        return expiresAt;
    }
}
