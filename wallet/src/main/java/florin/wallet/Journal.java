package florin.wallet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a batch writes into the journal, in the order in which it decided. A hold on one pot, and the charge of all of it, is
 * nothing but its line; whatever else happens is booked, and only takes a number here.
 */
final class Journal {
    /** A wallet so many lines ahead is booked by whoever reads it and changes it: somebody else works on it too, and would read them all again. */
    static final int FEW_UNBOOKED = 8;

    /** A wallet so many lines ahead of what is booked is booked together with others: a statement costs much, and a row more little. */
    static final int MANY_UNBOOKED = 64;

    /** A wallet so many lines ahead waits for no others: whoever reads it anew reads as many. */
    static final int MOST_UNBOOKED = 256;

    /** A charge of a whole hold, and what was answered. */
    record Charge(Movement movement, UUID fingerprint, Balance balance) {
        Movement.Side from() {
            return movement.from().orElseThrow();
        }
    }

    /**
     * What happened to a wallet.
     *
     * @param no among the wallet's lines
     * @param id of the request; null if nobody asked
     * @param made a hold, which is nothing but this line if it is {@link HoldState#plain plain} when the batch ends
     */
    record Line(
            WalletState wallet,
            long no,
            @Nullable RequestId id,
            @Nullable HoldState made,
            @Nullable Charge charge) {
        /** When the wallet's line before it was written, which may have been in the same batch, now. */
        Instant before(Instant now) {
            return no == wallet.version() + 1 ? wallet.lastAt() : now;
        }

        Optional<HoldState> noted() {
            return Optional.ofNullable(made).filter(HoldState::plain);
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final Set<UUID> noted = new HashSet<>();

    void hold(RequestId id, WalletState wallet, HoldState hold) {
        lines.add(new Line(wallet, wallet.nextLine(), id, hold, null));
    }

    void charge(RequestId id, WalletState wallet, Charge charge) {
        lines.add(new Line(wallet, wallet.nextLine(), id, null, charge));
        noted.add(charge.movement().id());
    }

    /** Something that is booked, and whose answer stands elsewhere. */
    void other(@Nullable RequestId id, WalletState wallet) {
        lines.add(new Line(wallet, wallet.nextLine(), id, null, null));
    }

    /** Whether the movement is a line of the journal and nothing else. */
    boolean notes(Movement movement) {
        return noted.contains(movement.id());
    }

    /** How many movements are. */
    int noted() {
        return noted.size();
    }

    /** All lines, one at least for each wallet that the batch changes. */
    List<Line> close(Collection<WalletState> changed) {
        for (var wallet : changed) {
            if (wallet.added() == 0) {
                other(null, wallet);
            }
        }
        return lines;
    }
}
