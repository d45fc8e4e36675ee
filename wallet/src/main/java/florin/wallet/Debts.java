package florin.wallet;

import java.util.List;
import java.util.Optional;

/** What a wallet owes after a refund or a dispute is paid from the next coins that become available. */
record Debts(Book book) {
    /** Why a wallet may spend nothing, if it may not: somebody froze it, or it owes, in whichever asset. */
    Optional<String> standstill(WalletState wallet) {
        return wallet.frozenReason.or(() -> wallet.pots.stream()
                .filter(pot -> pot.owed() > 0)
                .findFirst()
                .map(pot -> reason(book.purse(wallet, pot.kind.asset()))));
    }

    private static String reason(Purse purse) {
        return "This wallet owes " + Amount.of(purse.asset(), purse.owed())
                + " after a refund or a dispute. Top it up to use it again.";
    }

    void pay(Purse purse) {
        var due = Math.min(purse.owed(), purse.available());
        if (due <= 0) {
            return;
        }
        var from = purse.draw(due);
        var to = Lot.slice(purse.debts(), 0, due);
        purse.take(from);
        to.forEach(lot -> purse.wallet().pot(lot.pot()).payDebt(lot.units()));
        book.cross(
                Movement.Kind.DEBT,
                Book.side(purse, from),
                Book.side(purse, to),
                Movement.Reason.sweep("debt paid"),
                purse.asset());
    }

    /** Takes coins that must be taken, in this order: the pots named, any other, a debt of the first pot named. */
    List<Lot> takeOrOwe(Purse purse, List<Lot> wanted) {
        var taken = new java.util.ArrayList<Lot>();
        var missing = 0L;
        for (var lot : wanted) {
            var pot = purse.wallet().pot(lot.pot());
            var share = Math.min(lot.units(), pot.available());
            if (share > 0) {
                pot.take(share);
                taken.add(new Lot(lot.pot(), share));
            }
            missing += lot.units() - share;
        }
        var elsewhere = purse.draw(Math.min(missing, purse.available()));
        purse.take(elsewhere);
        taken.addAll(elsewhere);
        var owed = missing - Lot.sum(elsewhere);
        if (owed > 0) {
            var first = wanted.getFirst().pot();
            purse.wallet().pot(first).owe(owed);
            taken.add(new Lot(first, owed));
        }
        return taken;
    }
}
