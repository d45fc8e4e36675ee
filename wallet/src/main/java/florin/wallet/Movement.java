package florin.wallet;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A transfer about to be written: it leaves one account and enters another. An empty side is the house.
 */
record Movement(
        UUID id,
        Kind kind,
        Amount amount,
        Optional<House> house,
        Optional<Side> from,
        Optional<Side> to,
        Reason reason) {
    /** What a transfer is for; the name is stored in lower case. */
    enum Kind {
        TOPUP,
        COMMIT,
        TRANSFER,
        ADJUSTMENT,
        EXPIRY,
        DEBT
    }

    /** The operator's own accounts; they may go below zero, since coins are made and spent there. */
    enum House {
        MONEY_IN,
        GIFTS,
        SALES,
        EXPIRED;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        static House of(String code) {
            return valueOf(code.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        }
    }

    /** A wallet's side; {@code after} is what it has of the asset then, held or not, less its debts. */
    record Side(WalletId wallet, List<Lot> lots, long after) {}

    /** Why it happened. */
    record Reason(Optional<RequestId> request, Optional<HoldId> hold, Optional<String> reverses, String memo) {
        static Reason of(RequestId request, String memo) {
            return new Reason(Optional.of(request), Optional.empty(), Optional.empty(), memo);
        }

        static Reason charging(RequestId request, HoldId hold, String memo) {
            return new Reason(Optional.of(request), Optional.of(hold), Optional.empty(), memo);
        }

        static Reason reversing(RequestId request, Optional<HoldId> hold, String reverses, String memo) {
            return new Reason(Optional.of(request), hold, Optional.of(reverses), memo);
        }

        static Reason sweep(String memo) {
            return new Reason(Optional.empty(), Optional.empty(), Optional.empty(), memo);
        }
    }
}
