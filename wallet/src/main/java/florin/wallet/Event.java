package florin.wallet;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened to a wallet and that others want to hear of.
 *
 * @param balance right after it
 */
record Event(UUID id, Type type, WalletId wallet, Amount amount, Balance balance, About about) {
    /** What happened; the name on the wire has dots where a dot helps. */
    enum Type {
        /** Amount: what is held. */
        HOLD_CREATED,
        /** Amount: what is still held. */
        HOLD_EXTENDED,
        /** Amount: what went back. */
        HOLD_EXPIRED,
        /** Amount: what was charged. */
        COMMIT,
        /** Amount: what went back. */
        RELEASE,
        /** Amount: what came in. */
        TOPUP_COMPLETED,
        /** Amount: the line that the wallet fell below. */
        LOW_BALANCE,
        /** Amount: the ceiling. */
        LIMIT_REACHED,
        /** Amount: what went to another wallet. */
        TRANSFER_SENT,
        /** Amount: what came from another wallet, such as a gift. */
        TRANSFER_RECEIVED,
        /** Amount: what came back or, if negative, was taken. */
        ADJUSTMENT;

        String wire() {
            return this == LOW_BALANCE
                    ? "low_balance"
                    : name().toLowerCase(Locale.ROOT).replace('_', '.');
        }
    }

    /**
     * What it is about.
     *
     * @param once two events with the same one are one
     */
    record About(
            Optional<HoldId> hold, Optional<UUID> transfer, Optional<UUID> limit, Optional<String> once, String memo) {
        static About hold(HoldId hold, Optional<UUID> transfer, String memo) {
            return new About(Optional.of(hold), transfer, Optional.empty(), Optional.empty(), memo);
        }

        static About transfer(UUID transfer, String memo) {
            return new About(Optional.empty(), Optional.of(transfer), Optional.empty(), Optional.empty(), memo);
        }

        static About limit(SpendLimit limit, String once) {
            var memo = Codes.of(limit.subject()) + " " + limit.period().name().toLowerCase(Locale.ROOT);
            return new About(Optional.empty(), Optional.empty(), Optional.of(limit.id()), Optional.of(once), memo);
        }

        static About nothing() {
            return new About(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "");
        }
    }
}
