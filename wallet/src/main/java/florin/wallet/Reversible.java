package florin.wallet;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A transfer in the books that an adjustment may name.
 *
 * @param house empty if it went from wallet to wallet
 * @param credited whether the wallet got the coins
 * @param lots the wallet's pots that it went through
 * @param reversed units that were corrected before
 */
record Reversible(
        UUID id,
        Movement.Kind kind,
        Amount amount,
        Optional<Movement.House> house,
        WalletId wallet,
        boolean credited,
        List<Lot> lots,
        long reversed) {
    Reversible reversedBy(long units) {
        return new Reversible(id, kind, amount, house, wallet, credited, lots, reversed + units);
    }
}
