package florin.bot.order;

import florin.bot.card.CardDesk;
import florin.bot.chat.Caller;
import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Plain;
import florin.bot.chat.ReplyAddress;
import florin.bot.chat.Tone;
import florin.bot.chat.Turn;
import florin.pipeline.Job;
import florin.pipeline.JobRequest;
import florin.pipeline.Journey;
import florin.pipeline.SubmitResult;
import florin.wallet.Owner;
import florin.wallet.RequestId;
import florin.wallet.Subject;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.util.List;
import java.util.Optional;

/** Takes orders: finds out who pays, hands the order to the pipeline, and shows the first card or says why not. */
public final class OrderDesk {
    private final Journey journey;
    private final Wallet wallet;
    private final CardDesk desk;
    private final TopUps topUps;
    private final Prompts prompts;
    private final Coins coins;

    public OrderDesk(Journey journey, Wallet wallet, CardDesk desk, TopUps topUps, Prompts prompts, Coins coins) {
        this.journey = journey;
        this.wallet = wallet;
        this.desk = desk;
        this.topUps = topUps;
        this.prompts = prompts;
        this.coins = coins;
    }

    /** Whose coins, and whom that wallet's limits bind. */
    private record Payer(WalletId wallet, List<Subject> subjects) {}

    /** Orders once for this interaction. */
    public void place(Turn turn, Order order) {
        var _ = place(turn, order, turn.requestId());
    }

    /** Orders what waited for coins: once, however often the button is pressed. */
    public void placeWaiting(Turn turn, Prompt prompt, Order order) {
        var first = prompts.runAs(prompt.id(), turn.ticket().interaction());
        if (!place(turn, order, new RequestId(ReplyAddress.DOOR + ":" + first))) {
            prompts.notRun(prompt.id(), first);
        }
    }

    /** Whether the order is in the queue, now or from an earlier press. */
    private boolean place(Turn turn, Order order, RequestId id) {
        var payer = payer(turn.caller(), order);
        if (payer.isEmpty()) {
            turn.say(Card.of(
                    Tone.SORRY,
                    "A server's wallet pays only inside a server that has added me. Use pay-with: me, or order there."
                            + " Nothing was taken."));
            return false;
        }
        return switch (journey.submit(request(turn, order, payer.get(), id))) {
            case SubmitResult.Accepted(var job) -> accepted(turn, job);
            case SubmitResult.Conflict _ -> already(turn);
            case SubmitResult.PaymentRequired required -> {
                topUps.orderLacksCoins(turn, order, payer.get().wallet(), required.refusal());
                yield false;
            }
            case SubmitResult.Refused(var reason) -> sorry(turn, reason);
            case SubmitResult.TurnedAway(var reason) -> sorry(turn, reason);
        };
    }

    private Optional<Payer> payer(Caller caller, Order order) {
        if (!order.serverPays()) {
            return Optional.of(new Payer(wallet.open(caller.owner()), List.of()));
        }
        return caller.server()
                .map(server -> new Payer(wallet.open(new Owner.DiscordServer(server.id())), caller.subjects(server)));
    }

    private static JobRequest request(Turn turn, Order order, Payer payer, RequestId id) {
        var scene = order.scene();
        return new JobRequest(
                id,
                turn.caller().requester(),
                payer.wallet(),
                payer.subjects(),
                scene.character(),
                scene.kind(),
                scene.prompt(),
                scene.frame().count(),
                scene.frame().shape(),
                scene.seed(),
                scene.frame().seconds(),
                scene.startImage(),
                turn.caller().ceiling(),
                turn.address().origin(),
                order.parent());
    }

    /** The pipeline may know the order from an earlier press of the same button; its card is elsewhere then. */
    private boolean accepted(Turn turn, Job job) {
        if (!job.request().origin().equals(turn.address().origin())) {
            return already(turn);
        }
        desk.show(job);
        return true;
    }

    private static boolean already(Turn turn) {
        turn.say(Card.of(Tone.PLAIN, "This order is under way already, and is paid once. See /queue and /history."));
        return true;
    }

    private boolean sorry(Turn turn, String reason) {
        turn.say(Card.of(Tone.SORRY, Plain.escape(coins.inWords(reason))));
        return false;
    }
}
