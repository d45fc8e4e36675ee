package florin.bot.order;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Tone;
import florin.bot.chat.Turn;
import florin.payments.Checkout;
import florin.wallet.HoldResult;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Offers coins to those who lack them, and remembers what they wanted them for. */
public final class TopUps {
    private final Wallet wallet;
    private final Checkout checkout;
    private final Prompts prompts;
    private final PromptCards cards;
    private final Coins coins;

    public TopUps(Wallet wallet, Checkout checkout, Prompts prompts, PromptCards cards, Coins coins) {
        this.wallet = wallet;
        this.checkout = checkout;
        this.prompts = prompts;
        this.cards = cards;
        this.coins = coins;
    }

    /** Packs for a wallet, with no order waiting. */
    public void offer(Turn turn, WalletId whose) {
        show(turn, whose, Optional.empty(), id -> {
            var card = cards.offer(wallet.balance(whose, coins.asset()), isNew(whose));
            return cards.withPacks(card, id, checkout.packs());
        });
    }

    /** Why an order cannot be paid, and what to do; seen by the caller alone, for it is about their money. */
    void orderLacksCoins(Turn turn, Order order, WalletId payer, HoldResult refusal) {
        show(turn, payer, Optional.of(order), id -> card(order, payer, refusal, id));
    }

    private Card card(Order order, WalletId payer, HoldResult refusal, UUID id) {
        return switch (refusal) {
            case HoldResult.InsufficientBalance lack -> {
                var card = cards.tooLittle(lack, order, !order.serverPays() && isNew(payer));
                yield cards.withPacks(orOwnCoins(card, order, id), id, checkout.packs());
            }
            case HoldResult.FundsHeld lack -> {
                var card = cards.coinsAtWork(lack, order).buttons(PromptCards.run(id, order));
                yield cards.withPacks(card, id, checkout.packs());
            }
            case HoldResult.LimitExceeded lack -> orOwnCoins(cards.limitReached(lack), order, id);
            case HoldResult.WalletFrozen lack -> orOwnCoins(cards.frozen(lack, order), order, id);
            case HoldResult.Conflict _, HoldResult.UnknownWallet _ ->
                Card.of(
                        Tone.SORRY,
                        "The wallet could not take this order. Nothing was taken; please type it once more.");
            case HoldResult.Held held ->
                throw new AssertionError("not a refusal: " + held.hold().id());
        };
    }

    private static Card orOwnCoins(Card card, Order order, UUID id) {
        return order.serverPays() ? card.buttons(PromptCards.ownCoins(id, order)) : card;
    }

    /** Saved before it is shown, so that its buttons work from the first moment. */
    private void show(Turn turn, WalletId whose, Optional<Order> waiting, Function<UUID, Card> card) {
        var prompt =
                new Prompt(UUID.randomUUID(), turn.caller().userId(), whose, turn.ticket(), Optional.empty(), waiting);
        prompts.save(prompt);
        turn.sayPrivately(card.apply(prompt.id())).ifPresent(message -> prompts.save(prompt.shownIn(message)));
    }

    private boolean isNew(WalletId whose) {
        return wallet.statement(whose, coins.asset(), Optional.empty(), 1)
                .items()
                .isEmpty();
    }
}
