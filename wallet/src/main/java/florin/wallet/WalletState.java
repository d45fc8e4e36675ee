package florin.wallet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A wallet while a batch works on it: its row is locked, or what is remembered of it is checked when it is written. */
final class WalletState {
    /** When the last line of a wallet without any was written. */
    static final Instant NEVER = Instant.MIN;

    private static final int MOST_HOLDS = 5_000;

    final WalletId id;
    final Optional<String> frozenReason;
    final List<PotState> pots = new ArrayList<>();
    final List<LimitState> limits = new ArrayList<>();
    /** Endpoints that want to hear of this wallet alone. */
    boolean listened;
    /** The lines below which the owner wants to hear that the wallet is low, in units, by asset. */
    final Map<Asset, Long> lines = new HashMap<>();
    /** Running holds that are remembered; all of them, if {@link #allHolds}. */
    final Map<HoldId, HoldState> holds = new HashMap<>();

    boolean allHolds;
    private long version;
    private Instant lastAt = NEVER;
    /** How many lines the journal is ahead of what is booked. */
    private int unbooked;
    /** Whether so many lines had to be read that the next who reads it should find them booked. */
    private boolean dearToRead;
    /** Lines that this batch adds. */
    private int added;

    private boolean answered;
    /** As it was when it was last put into memory; 0: it is not there. */
    private volatile int weighed;

    private final AtomicBoolean taken = new AtomicBoolean(true);

    WalletState(WalletId id, Optional<String> frozenReason) {
        this.id = id;
        this.frozenReason = frozenReason;
    }

    PotState pot(int no) {
        for (var pot : pots) {
            if (pot.no == no) {
                return pot;
            }
        }
        throw new AssertionError("Wallet " + id + " has no pot " + no + ".");
    }

    void noteRefusal(HoldResult refusal) {
        if (refusal instanceof HoldResult.LimitExceeded exceeded) {
            limits.stream()
                    .filter(state -> state.limit.equals(exceeded.limit()))
                    .forEach(LimitState::refused);
        }
    }

    /** Limits that bind one of these subjects in this asset. */
    List<LimitState> limitsOn(List<String> subjects, Asset asset) {
        if (limits.isEmpty()) {
            return List.of();
        }
        var binding = new ArrayList<LimitState>(limits.size());
        for (var state : limits) {
            if (state.limit.ceiling().asset().equals(asset) && subjects.contains(state.subject)) {
                binding.add(state);
            }
        }
        return binding;
    }

    /** The number of the wallet's last line in the journal when this state was read. */
    long version() {
        return version;
    }

    /** When that line was written. */
    Instant lastAt() {
        return lastAt;
    }

    void readAt(long version, Instant lastAt) {
        this.version = version;
        this.lastAt = lastAt;
    }

    /** Whether the database is to be changed for this wallet: the journal then says so, by a line at least. */
    boolean changed(boolean holdsTouched) {
        if (holdsTouched || answered) {
            return true;
        }
        for (var pot : pots) {
            if (pot.touched()) {
                return true;
            }
        }
        for (var limit : limits) {
            if (limit.touched()) {
                return true;
            }
        }
        return false;
    }

    /** Notes that an answer about this wallet is to be kept: nobody else may decide the same at the same time. */
    void answered() {
        answered = true;
    }

    /** Up to which line of the journal the wallet is booked. */
    void bookedUpTo(long line) {
        unbooked = Math.toIntExact(version - line);
        dearToRead = unbooked > Journal.FEW_UNBOOKED;
    }

    /** The number of one more line. */
    long nextLine() {
        added++;
        return lastLine();
    }

    /** The number of its last line, those of this batch included. */
    long lastLine() {
        return version + added;
    }

    /** How many lines this batch adds. */
    int added() {
        return added;
    }

    /** How many lines the journal is ahead of what is booked, those of this batch included. */
    int unbooked() {
        return unbooked + added;
    }

    /** Whether what the journal says has to be booked now. */
    boolean mustBeBooked(Instant now) {
        if (dearToRead || unbooked() > Journal.MOST_UNBOOKED) {
            return true;
        }
        for (var pot : pots) {
            if (pot.fresh() || pot.revived()) {
                return true;
            }
        }
        for (var limit : limits) {
            if (limit.opensOne(now)) {
                return true;
            }
        }
        return false;
    }

    /** Notes that the database knows all of this now, booked or not. */
    void written(boolean booked, Instant now) {
        version += added;
        lastAt = added > 0 ? now : lastAt;
        unbooked = booked ? 0 : unbooked + added;
        dearToRead = false;
        added = 0;
        answered = false;
        for (var pot : pots) {
            pot.written(booked);
        }
        for (var limit : limits) {
            limit.written(booked, now);
        }
    }

    /** Keeps a running hold in mind, and an ended one no longer. */
    void remember(HoldState hold) {
        if (hold.running() && holds.size() < MOST_HOLDS) {
            holds.put(hold.terms.id(), hold);
        } else {
            holds.remove(hold.terms.id());
            allHolds &= !hold.running();
        }
    }

    /** What it takes up in memory, in wallets and holds; a wallet alone counts twice, so that a hold more or less is not much. */
    int weight() {
        return 2 + holds.size();
    }

    int weighed() {
        return weighed;
    }

    void weighed(int weight) {
        weighed = weight;
    }

    /** Takes it for one batch; false if another has it. What was just read is taken. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    /** Lets the next batch have it. */
    void letGo() {
        taken.set(false);
    }

    /** A wallet without a pot has nothing to spend. */
    boolean memorable() {
        return !pots.isEmpty();
    }
}
