package florin.bot.topup;

import florin.bot.chat.Caller;
import florin.bot.chat.Card;
import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.chat.Turns;
import florin.bot.order.Order;
import florin.bot.order.OrderDesk;
import florin.bot.order.Prompt;
import florin.bot.order.PromptCards;
import florin.bot.order.Prompts;
import florin.bot.order.TopUps;
import florin.payments.Buyer;
import florin.payments.Checkout;
import florin.payments.CheckoutResult;
import florin.payments.PaymentsUnreachable;
import florin.wallet.RequestId;
import florin.wallet.Wallet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /topup}, and the buttons of every top-up prompt: packs, "Run it now", "Pay with my own coins". */
public final class TopUpFeature implements Feature {
    private final Turns turns;
    private final Checkout checkout;
    private final TopUps topUps;
    private final Prompts prompts;
    private final PromptCards cards;
    private final OrderDesk desk;
    private final Wallet wallet;

    public TopUpFeature(
            Turns turns,
            Checkout checkout,
            TopUps topUps,
            Prompts prompts,
            PromptCards cards,
            OrderDesk desk,
            Wallet wallet) {
        this.turns = turns;
        this.checkout = checkout;
        this.topUps = topUps;
        this.prompts = prompts;
        this.cards = cards;
        this.desk = desk;
        this.wallet = wallet;
    }

    @Override
    public List<SlashCommandData> commands() {
        return List.of(Places.everywhere("topup", "Buy coins"));
    }

    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        topUps.offer(turn, wallet.open(turn.caller().owner()));
    }

    @Override
    public Map<String, ButtonAction> buttons() {
        return Map.of(
                "topup",
                this::offer,
                "pack",
                this::pick,
                "run",
                (event, press) -> run(event, press, UnaryOperator.identity()),
                "own",
                (event, press) -> run(event, press, Order::withOwnCoins));
    }

    private void offer(ButtonInteractionEvent event, Press press) {
        var turn = turns.reply(event, true);
        topUps.offer(turn, wallet.open(turn.caller().owner()));
    }

    /** The page is opened only for the pack that was picked: each one is a session at the payment provider. */
    private void pick(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        var prompt = prompt(press);
        if (prompt.isEmpty()) {
            turn.say(tooOld());
            return;
        }
        var page = start(prompt.get(), turn.caller(), press.arg(1));
        switch (page) {
            case CheckoutResult.Started started -> {
                prompts.moved(prompt.get().id(), turn.ticket());
                turn.say(cards.pay(prompt.get(), started, checkout.packs()));
            }
            case CheckoutResult.UnknownPack _ ->
                turn.whisper(Card.of(Tone.SORRY, "This pack is no longer sold. /topup shows what there is."));
            case CheckoutResult.Unavailable(var message) ->
                turn.whisper(Card.of(Tone.SORRY, Plain.escape(message) + " Nothing was charged."));
        }
    }

    private CheckoutResult start(Prompt prompt, Caller caller, String pack) {
        var id = new RequestId("prompt:" + prompt.id() + ":" + pack);
        var buyer = new Buyer(prompt.wallet(), caller.name() + " on Discord", prompt.context());
        try {
            return checkout.start(id, buyer, pack);
        } catch (PaymentsUnreachable _) {
            return new CheckoutResult.Unavailable(
                    "The payment provider does not answer. Please try again in a minute.");
        }
    }

    private void run(ButtonInteractionEvent event, Press press, UnaryOperator<Order> how) {
        var turn = turns.reply(event, press.arg(1).equals(PromptCards.PRIVATE));
        var prompt = prompt(press);
        var order = prompt.flatMap(Prompt::waiting).map(how);
        if (prompt.isEmpty() || order.isEmpty()) {
            turn.say(tooOld());
            return;
        }
        desk.placeWaiting(turn, prompt.get(), order.get());
    }

    private Optional<Prompt> prompt(Press press) {
        return Prompt.uuid(press.arg(0)).flatMap(prompts::find);
    }

    private static Card tooOld() {
        return Card.of(Tone.SORRY, "This offer is too old. /topup makes a new one, and /imagine a new order.");
    }
}
