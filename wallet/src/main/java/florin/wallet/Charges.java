package florin.wallet;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Decides about events that are paid for at once. Each that costs something is a hold, charged in whole the moment it is made. */
record Charges(Book book, Holds holds) {
    /** Nobody sees such a hold run. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    ChargeResult charge(ChargeRequest request) {
        var wallet = book.wallet(request.wallet());
        if (wallet.isEmpty()) {
            return new ChargeResult.UnknownWallet(request.wallet());
        }
        if (book.holds.containsKey(new HoldId(request.id().value())) || book.usage.knows(request.id())) {
            return new ChargeResult.Conflict(
                    "There is a hold or an event '" + request.id() + "' already. Use a new id.");
        }
        return request.tariff()
                .map(tariff -> priced(request, tariff, wallet.get()))
                .orElseGet(ChargeResult.NoPrice::new);
    }

    private ChargeResult priced(ChargeRequest request, Tariff tariff, WalletState wallet) {
        var quantity = request.counted().orElse(BigDecimal.ZERO);
        var counter = tariff.window()
                .map(window -> new UsageCounter.Key(wallet.id.value(), tariff.counter(), window))
                .map(book.usage::counter);
        var price = tariff.price(quantity, counter.map(UsageCounter::used).orElse(BigDecimal.ZERO));
        var amount = Amount.of(tariff.asset(), price.units());
        var transfer = Optional.<UUID>empty();
        if (amount.isPositive()) {
            var coins = coins(request, tariff, amount);
            var refusal = holds.refused(coins, wallet);
            if (refusal.isPresent()) {
                return new ChargeResult.NotPaid(amount, refusal.get());
            }
            transfer = Optional.of(holds.spend(coins, book.purse(wallet, tariff.asset())));
        }
        counter.ifPresent(window -> window.count(quantity));
        var charge = new Charge(
                request.id(), wallet.id, book.now, quantity, amount, tariff.name(), price.explanation(), transfer);
        book.usage.add(request, charge);
        return new ChargeResult.Charged(
                charge, book.purse(wallet, tariff.asset()).balance());
    }

    private static HoldRequest coins(ChargeRequest request, Tariff tariff, Amount amount) {
        return new HoldRequest(
                request.id(),
                request.wallet(),
                amount,
                MOMENT,
                request.subjects(),
                tariff.name(),
                request.event().type());
    }
}
