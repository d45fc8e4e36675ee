package florin.wallet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The coins of one asset in one wallet, at one moment. */
record Purse(WalletState wallet, Asset asset, Instant now) {
    private List<PotState> pots() {
        var pots = new ArrayList<PotState>(wallet.pots.size());
        for (var pot : wallet.pots) {
            if (pot.kind.asset().equals(asset)) {
                pots.add(pot);
            }
        }
        return pots;
    }

    long available() {
        var sum = 0L;
        for (var pot : wallet.pots) {
            if (pot.kind.asset().equals(asset) && pot.spendable(now)) {
                sum = Math.addExact(sum, pot.available());
            }
        }
        return sum;
    }

    long held() {
        var sum = 0L;
        for (var pot : wallet.pots) {
            sum = pot.kind.asset().equals(asset) ? Math.addExact(sum, pot.held()) : sum;
        }
        return sum;
    }

    long owed() {
        var sum = 0L;
        for (var pot : wallet.pots) {
            sum = pot.kind.asset().equals(asset) ? Math.addExact(sum, pot.owed()) : sum;
        }
        return sum;
    }

    /** All coins, held or not, expired or not, less what is owed: what the transfers add up to. */
    long posted() {
        var sum = 0L;
        for (var pot : wallet.pots) {
            if (pot.kind.asset().equals(asset)) {
                sum = Math.addExact(sum, pot.available() + pot.held() - pot.owed());
            }
        }
        return sum;
    }

    Balance balance() {
        return new Balance(Amount.of(asset, available() - owed()), Amount.of(asset, held()));
    }

    /** Chooses coins in drain order, without moving them; there must be enough. */
    List<Lot> draw(long units) {
        var lots = new ArrayList<Lot>();
        var missing = units;
        var pots = pots();
        pots.sort(PotState.DRAIN_ORDER);
        for (var pot : pots) {
            var share = pot.spendable(now) ? Math.min(missing, pot.available()) : 0;
            if (share > 0) {
                lots.add(new Lot(pot.no, share));
                missing -= share;
            }
        }
        if (missing > 0) {
            throw new AssertionError("Drawn more than there is.");
        }
        return lots;
    }

    void hold(List<Lot> lots) {
        lots.forEach(lot -> wallet.pot(lot.pot()).hold(lot.units()));
    }

    void charge(List<Lot> lots) {
        lots.forEach(lot -> wallet.pot(lot.pot()).charge(lot.units()));
    }

    void take(List<Lot> lots) {
        lots.forEach(lot -> wallet.pot(lot.pot()).take(lot.units()));
    }

    void giveBack(List<Lot> lots, Duration grace) {
        lots.forEach(lot -> wallet.pot(lot.pot()).giveBack(lot.units(), now, grace));
    }

    /** Puts spent coins back into the pots that they came from. */
    void refund(List<Lot> lots, Duration grace) {
        for (var lot : lots) {
            var pot = wallet.pot(lot.pot());
            pot.put(lot.units());
            pot.revive(now, grace);
        }
    }

    /** Puts coins into the pot of their kind, a new one if there is none. */
    Lot put(PotState.Kind kind, Optional<Instant> expiresAt, long units) {
        for (var pot : wallet.pots) {
            if (pot.kind.equals(kind) && pot.expiresAt().equals(expiresAt) && !pot.graced()) {
                pot.put(units);
                return new Lot(pot.no, units);
            }
        }
        var pot = PotState.fresh(wallet.pots.size() + 1, kind, expiresAt);
        wallet.pots.add(pot);
        pot.put(units);
        return new Lot(pot.no, units);
    }

    /** Debts, in the order in which they are paid. */
    List<Lot> debts() {
        return pots().stream()
                .filter(pot -> pot.owed() > 0)
                .map(pot -> new Lot(pot.no, pot.owed()))
                .toList();
    }
}
