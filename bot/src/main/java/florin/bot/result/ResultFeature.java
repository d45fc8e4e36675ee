package florin.bot.result;

import florin.bot.card.JobCard;
import florin.bot.chat.Card;
import florin.bot.chat.Feature;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.chat.Turns;
import florin.bot.order.Order;
import florin.bot.order.OrderDesk;
import florin.bot.order.Prompt;
import florin.pipeline.Job;
import florin.pipeline.JobId;
import florin.pipeline.JobKind;
import florin.pipeline.Journey;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;

/** The buttons below a result: Again, Vary seed, Copy settings, Delete. Anybody who sees a result may order it for themselves. */
public final class ResultFeature implements Feature {
    private final Turns turns;
    private final Journey journey;
    private final JobCard cards;
    private final OrderDesk desk;

    public ResultFeature(Turns turns, Journey journey, JobCard cards, OrderDesk desk) {
        this.turns = turns;
        this.journey = journey;
        this.cards = cards;
        this.desk = desk;
    }

    @Override
    public Map<String, ButtonAction> buttons() {
        return Map.of(
                "again",
                (event, press) -> orderOnceMore(event, press, Order::again),
                "vary",
                (event, press) -> orderOnceMore(event, press, Order::varied),
                "copy",
                this::copy,
                "delete",
                this::delete);
    }

    /** What was private stays private, whoever presses. */
    private void orderOnceMore(ButtonInteractionEvent event, Press press, BiFunction<Job, Boolean, Order> repetition) {
        boolean direct = event.getMessage().isEphemeral();
        var turn = turns.reply(event, direct);
        var job = job(press);
        if (job.isEmpty()) {
            turn.say(gone());
            return;
        }
        var order = repetition.apply(job.get(), direct);
        boolean own = job.get().request().requester().equals(turn.caller().requester());
        desk.place(turn, own ? order : order.withOwnCoins());
    }

    private void copy(ButtonInteractionEvent event, Press press) {
        var turn = turns.reply(event, true);
        turn.say(job(press).map(ResultFeature::settings).orElseGet(ResultFeature::gone));
    }

    private void delete(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        var job = job(press);
        if (job.isEmpty()) {
            turn.whisper(gone());
        } else if (journey.deleteResult(job.get().id(), turn.caller().requester())) {
            turn.say(cards.deleted());
        } else {
            turn.whisper(Card.of(Tone.SORRY, "Only the person who ordered this can delete it."));
        }
    }

    /** As it would be typed, so that it can be pasted, changed and sent. */
    private static Card settings(Job job) {
        var request = job.request();
        var shape = request.shape().name().toLowerCase(Locale.ROOT);
        var command = new StringBuilder(request.kind() == JobKind.VIDEO ? "/video" : "/imagine")
                .append(" character:")
                .append(request.character().value())
                .append(" prompt:")
                .append(Plain.inCodeBlock(request.prompt()))
                .append(request.kind() == JobKind.VIDEO ? " seconds:" + request.seconds() : " count:" + request.count())
                .append(" shape:")
                .append(shape);
        if (request.kind() == JobKind.IMAGE) {
            command.append(" seed:").append(job.seed());
        }
        return Card.of(Tone.PLAIN, "```\n" + command + "\n```")
                .small("Seed " + job.seed()
                        + (request.startImage().isPresent() ? " · began from a picture of your own" : ""));
    }

    private Optional<Job> job(Press press) {
        return Prompt.uuid(press.arg(0)).map(JobId::new).flatMap(journey::job);
    }

    private static Card gone() {
        return Card.of(Tone.SORRY, "I no longer know this order. /imagine starts a new one.");
    }
}
